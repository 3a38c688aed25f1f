//! Functions of each element by itself.

use crate::element::Real;
use crate::error::KernelError;
use crate::math::{self, Elementary};
use crate::sweep::{self, Function};
use arrays::ndarray::Dimension;
use arrays::prelude::*;
use num_traits::Float;

/// The costly functions: which code is for processors with a fused multiply-add, which for all, and from which
/// magnitude on only the latter does.
macro_rules! functions {
    ($($name:ident: $fused:path, $plain:expr $(, up to $limit:ident)?;)+) => {
        $(
            #[derive(Clone, Copy)]
            struct $name;

            impl<T: Elementary> Function<T> for $name {
                $(
                    const HAS_HARD_CASES: bool = true;

                    #[inline(always)]
                    fn is_hard(x: T) -> bool {
                        x.abs() > T::$limit
                    }
                )?

                #[inline(always)]
                fn fused(x: T) -> T {
                    $fused(x)
                }

                fn plain(x: T) -> T {
                    $plain(x)
                }
            }
        )+
    };
}

functions! {
    Exp: math::exp, Float::exp;
    Expm1: math::expm1, Float::exp_m1;
    Log: math::log, Float::ln;
    Log1p: math::log1p, Float::ln_1p;
    Tanh: math::tanh, Float::tanh;
    Sigmoid: math::sigmoid, plain_sigmoid;
    Erf: math::erf, Elementary::plain_erf;
    Sin: math::sin, Float::sin, up to SINE_MAX;
    Cos: math::cos, Float::cos, up to SINE_MAX;
}

fn plain_sigmoid<T: Real>(x: T) -> T {
    let e = (-x.abs()).exp();
    (if x < T::zero() { e } else { T::one() }) / (T::one() + e)
}

/// Three exported functions of one costly function: into an array, in place, and on several threads.
macro_rules! export_function {
    ($(#[doc = $doc:literal])+ $function:ident: $into:ident, $in_place:ident, $parallel:ident) => {
        $(#[doc = $doc])+
        // export: (types(T = [f64, f32], D = [Ix1, IxDyn]), shapes(y = x), split = elementwise)
        pub fn $into<T: Elementary, D: Dimension>(
            x: ArrayView<T, D>,
            y: ArrayViewMut<T, D>,
        ) {
            sweep::rows([x], y, |[x], y| sweep::transform_into($function, x, y));
        }

        $(#[doc = $doc])+
        ///
        /// In place.
        // export: (types(T = [f64, f32], D = [Ix1, IxDyn]), split = elementwise)
        pub fn $in_place<T: Elementary, D: Dimension>(x: ArrayViewMut<T, D>) {
            sweep::rows([] as [ArrayView1<T>; 0], x, |[], x| sweep::transform($function, x));
        }

        $(#[doc = $doc])+
        ///
        /// On several threads; the result is the same to the bit.
        ///
        /// # Errors
        ///
        /// The threads cannot be started.
        // export: (types(T = [f64, f32], D = [Ix1, IxDyn]), shapes(y = x))
        pub fn $parallel<T: Elementary, D: Dimension>(
            x: ArrayView<T, D>,
            y: ArrayViewMut<T, D>,
        ) -> Result<(), KernelError> {
            sweep::parallel_rows([x], y, |[x], y| sweep::transform_into($function, x, y))
        }
    };
}

export_function! {
    /// The exponential of each element of `x`.
    Exp: exp, exp_in_place, parallel_exp
}
export_function! {
    /// `exp(x) - 1` for each element, accurate near 0.
    Expm1: expm1, expm1_in_place, parallel_expm1
}
export_function! {
    /// The natural logarithm of each element of `x`: of 0 negative infinity, of negative numbers NaN.
    Log: log, log_in_place, parallel_log
}
export_function! {
    /// The natural logarithm of `1 + x` for each element, accurate near 0.
    Log1p: log1p, log1p_in_place, parallel_log1p
}
export_function! {
    /// The hyperbolic tangent of each element of `x`.
    Tanh: tanh, tanh_in_place, parallel_tanh
}
export_function! {
    /// The logistic function `1 / (1 + exp(-x))` of each element, SciPy's `special.expit`.
    Sigmoid: sigmoid, sigmoid_in_place, parallel_sigmoid
}
export_function! {
    /// The error function of each element of `x`, SciPy's `special.erf`.
    Erf: erf, erf_in_place, parallel_erf
}
export_function! {
    /// The sine of each element of `x`, in radians; of infinities NaN.
    Sin: sin, sin_in_place, parallel_sin
}
export_function! {
    /// The cosine of each element of `x`, in radians; of infinities NaN.
    Cos: cos, cos_in_place, parallel_cos
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrays::ndarray::{Array1, Slice, array};

    #[test]
    fn every_layout_has_its_exponentials() {
        let x = array![0.0, 1.0, f64::NEG_INFINITY, 710.0, f64::NAN];
        let mut y = Array1::zeros(10);
        exp(x.view(), y.slice_axis_mut(Axis(0), Slice::new(0, None, -2)));
        assert_eq!(y.to_vec()[2..], [0.0, f64::INFINITY, 0.0, 0.0, 0.0, 1.0_f64.exp(), 0.0, 1.0]);
        assert!(y[1].is_nan());
    }
}
