//! Functions of each element by itself.

use crate::arithmetic::{
    Abs, Add, Arithmetic, Divide, FloorDivide, Integer, Maximum, Minimum, Multiply, Negative, Pow,
    Reciprocal, Relu, Sqrt, Square, Subtract,
};
use crate::element::Real;
use crate::error::KernelError;
use crate::math::{self, Elementary};
use crate::sweep::{self, Function};
use arrays::ndarray::Dimension;
use arrays::prelude::*;
use num_traits::Float;

/// The costly functions: which code is for processors with a fused multiply-add, which for all, and from which
/// magnitude on only the latter does, or which code is quicker and mostly does.
macro_rules! functions {
    ($($name:ident: $fused:path, $plain:expr $(, up to $limit:ident)? $(, mostly $quick:path)?;)+) => {
        $(
            struct $name;

            impl<T: Elementary> Function<T> for $name {
                functions!(@quick T, $fused $(, up to $limit, $plain)? $(, mostly $quick)?);

                fn plain(x: T) -> T {
                    $plain(x)
                }
            }
        )+
    };
    (@quick $type:ident, $fused:path) => {
        #[inline(always)]
        fn quick(x: $type) -> ($type, bool) {
            ($fused(x), false)
        }
    };
    (@quick $type:ident, $fused:path, up to $limit:ident, $plain:expr) => {
        #[inline(always)]
        fn quick(x: $type) -> ($type, bool) {
            ($fused(x), x.abs() > $type::$limit)
        }

        fn correct(x: &[$type], y: &mut [$type]) {
            for (y, &x) in y.iter_mut().zip(x) {
                if x.abs() > $type::$limit {
                    *y = $plain(x);
                }
            }
        }
    };
    (@quick $type:ident, $fused:path, mostly $quick:path) => {
        #[inline(always)]
        fn quick(x: $type) -> ($type, bool) {
            $quick(x)
        }

        fn correct(x: &[$type], y: &mut [$type]) {
            sweep::map(
                [x],
                y,
                #[inline(always)]
                |[x]| $fused(x),
            );
        }
    };
}

functions! {
    Exp: math::exp, Float::exp, mostly math::quick_exp;
    Expm1: math::expm1, Float::exp_m1, mostly math::quick_expm1;
    Log: math::log, Float::ln, mostly math::quick_log;
    Log1p: math::log1p, Float::ln_1p, mostly math::quick_log1p;
    Tanh: math::tanh, Float::tanh;
    Sigmoid: math::sigmoid, plain_sigmoid, mostly math::quick_sigmoid;
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
    ($(#[$($doc:tt)*])+ $function:ident: $into:ident, $in_place:ident, $parallel:ident) => {
        $(#[$($doc)*])+
        #[arrays::export(
            types(T = [f64, f32], D = [Ix1, IxDyn]), shapes(y = x), split = elementwise
        )]
        pub fn $into<T: Elementary, D: Dimension>(
            x: ArrayView<T, D>,
            #[out] y: ArrayViewMut<T, D>,
        ) {
            sweep::rows([x], y, sweep::transform_into::<T, $function>);
        }

        $(#[$($doc)*])+
        ///
        /// In place.
        #[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), split = elementwise)]
        pub fn $in_place<T: Elementary, D: Dimension>(x: ArrayViewMut<T, D>) {
            sweep::rows([] as [ArrayView1<T>; 0], x, sweep::transform::<T, $function>);
        }

        $(#[$($doc)*])+
        ///
        /// On several threads; the result is the same to the bit.
        ///
        /// # Errors
        ///
        /// The threads cannot be started.
        #[arrays::export(
            types(T = [f64, f32], D = [Ix1, IxDyn]), shapes(y = x), split = elementwise
        )]
        pub fn $parallel<T: Elementary, D: Dimension>(
            x: ArrayView<T, D>,
            #[out] y: ArrayViewMut<T, D>,
        ) -> Result<(), KernelError> {
            sweep::parallel_rows([x], y, sweep::transform_into::<T, $function>)
        }
    };
}

/// Two exported functions of a cheap function of one number: into an array and in place.
macro_rules! export_cheap_function {
    (
        $(#[$($doc:tt)*])+
        $cheap:ident of $number:ident [$($type:ident),+]: $into:ident, $in_place:ident
    ) => {
        $(#[$($doc)*])+
        #[arrays::export(
            types(T = [$($type),+], D = [Ix1, IxDyn]), shapes(y = x), split = elementwise
        )]
        pub fn $into<T: $number, D: Dimension>(
            x: ArrayView<T, D>,
            #[out] y: ArrayViewMut<T, D>,
        ) {
            sweep::rows([x], y, sweep::apply::<T, $cheap>);
        }

        $(#[$($doc)*])+
        ///
        /// In place.
        #[arrays::export(types(T = [$($type),+], D = [Ix1, IxDyn]), split = elementwise)]
        pub fn $in_place<T: $number, D: Dimension>(x: ArrayViewMut<T, D>) {
            sweep::rows([] as [ArrayView1<T>; 0], x, sweep::apply_in_place::<T, $cheap>);
        }
    };
}

/// Six exported functions of an operation on two numbers: of arrays that are broadcast together, of Java arrays of
/// one length, and of an array and a number, each into an array and in place.
macro_rules! export_operation {
    (
        $(#[$($doc:tt)*])+
        $operation:ident of $number:ident [$($type:ident),+]:
        $into:ident, $of_vectors:ident, $of_scalar:ident,
        $in_place:ident, $of_vectors_in_place:ident, $of_scalar_in_place:ident
    ) => {
        $(#[$($doc)*])+
        ///
        /// The arrays are broadcast together.
        #[arrays::export(types(T = [$($type),+]), shapes(z = broadcast(x, y)), split = elementwise)]
        pub fn $into<T: $number>(
            x: ArrayViewD<T>,
            y: ArrayViewD<T>,
            #[out] z: ArrayViewMutD<T>,
        ) {
            sweep::rows([x, y], z, sweep::operate::<T, $operation>);
        }

        $(#[$($doc)*])+
        #[arrays::export(
            name = $into, types(T = [$($type),+]), shapes(x = [n], y = [n], z = [n]), split = n
        )]
        pub fn $of_vectors<T: $number>(
            x: ArrayView1<T>,
            y: ArrayView1<T>,
            #[out] z: ArrayViewMut1<T>,
        ) {
            sweep::rows([x, y], z, sweep::operate::<T, $operation>);
        }

        $(#[$($doc)*])+
        ///
        /// `y` is one number for all elements of `x`.
        #[arrays::export(
            name = $into, types(T = [$($type),+], D = [Ix1, IxDyn]), shapes(z = x), split = elementwise
        )]
        pub fn $of_scalar<T: $number, D: Dimension>(
            x: ArrayView<T, D>,
            y: T,
            #[out] z: ArrayViewMut<T, D>,
        ) {
            sweep::rows([x], z, sweep::operate_with::<T, $operation>(y));
        }

        $(#[$($doc)*])+
        ///
        /// Written to `x`, to whose shape `y` is broadcast.
        ///
        /// # Errors
        ///
        /// `y` cannot be broadcast to the shape of `x`.
        #[arrays::export(types(T = [$($type),+]))]
        pub fn $in_place<T: $number>(
            x: ArrayViewMutD<T>,
            y: ArrayViewD<T>,
        ) -> Result<(), KernelError> {
            sweep::rows_in_place(x, y, sweep::operate_in_place::<T, $operation>)
        }

        $(#[$($doc)*])+
        ///
        /// Written to `x`.
        #[arrays::export(
            name = $in_place, types(T = [$($type),+]), shapes(x = [n], y = [n]), split = n
        )]
        pub fn $of_vectors_in_place<T: $number>(x: ArrayViewMut1<T>, y: ArrayView1<T>) {
            sweep::rows([y], x, sweep::operate_in_place::<T, $operation>);
        }

        $(#[$($doc)*])+
        ///
        /// Written to `x`; `y` is one number for all elements of `x`.
        #[arrays::export(
            name = $in_place, types(T = [$($type),+], D = [Ix1, IxDyn]), split = elementwise
        )]
        pub fn $of_scalar_in_place<T: $number, D: Dimension>(x: ArrayViewMut<T, D>, y: T) {
            sweep::rows([] as [ArrayView1<T>; 0], x, sweep::operate_in_place_with::<T, $operation>(y));
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

export_cheap_function! {
    /// The square root of each element of `x`: of negative numbers NaN.
    Sqrt of Elementary [f64, f32]: sqrt, sqrt_in_place
}
export_cheap_function! {
    /// The larger one of each element of `x` and 0; of NaN it is NaN.
    Relu of Arithmetic [f64, f32]: relu, relu_in_place
}
export_cheap_function! {
    /// The absolute value of each element of `x`; of the smallest integer it is that integer.
    Abs of Arithmetic [f64, f32, i64, i32]: abs, abs_in_place
}
export_cheap_function! {
    /// The negative of each element of `x`; of the smallest integer it is that integer.
    Negative of Arithmetic [f64, f32, i64, i32]: negative, negative_in_place
}
export_cheap_function! {
    /// The square of each element of `x`. Integers wrap around.
    Square of Arithmetic [f64, f32, i64, i32]: square, square_in_place
}
export_cheap_function! {
    /// `1 / x` for each element.
    Reciprocal of Elementary [f64, f32]: reciprocal, reciprocal_in_place
}

export_operation! {
    /// `x + y` for each element. Integers wrap around.
    Add of Arithmetic [f64, f32, i64, i32]:
    add, add_vectors, add_scalar, add_in_place, add_vectors_in_place, add_scalar_in_place
}
export_operation! {
    /// `x - y` for each element. Integers wrap around.
    Subtract of Arithmetic [f64, f32, i64, i32]:
    subtract, subtract_vectors, subtract_scalar,
    subtract_in_place, subtract_vectors_in_place, subtract_scalar_in_place
}
export_operation! {
    /// `x` times `y` for each element. Integers wrap around.
    Multiply of Arithmetic [f64, f32, i64, i32]:
    multiply, multiply_vectors, multiply_scalar,
    multiply_in_place, multiply_vectors_in_place, multiply_scalar_in_place
}
export_operation! {
    /// `x` divided by `y` for each element.
    Divide of Elementary [f64, f32]:
    divide, divide_vectors, divide_scalar,
    divide_in_place, divide_vectors_in_place, divide_scalar_in_place
}
export_operation! {
    /// `x` divided by `y` and rounded down, for each element; 0 where `y` is 0. The smallest integer divided by -1
    /// is itself.
    FloorDivide of Integer [i64, i32]:
    floor_divide, floor_divide_vectors, floor_divide_scalar,
    floor_divide_in_place, floor_divide_vectors_in_place, floor_divide_scalar_in_place
}
export_operation! {
    /// The larger one of `x` and `y` for each element; NaN where one of them is NaN.
    Maximum of Arithmetic [f64, f32, i64, i32]:
    maximum, maximum_vectors, maximum_scalar,
    maximum_in_place, maximum_vectors_in_place, maximum_scalar_in_place
}
export_operation! {
    /// The smaller one of `x` and `y` for each element; NaN where one of them is NaN.
    Minimum of Arithmetic [f64, f32, i64, i32]:
    minimum, minimum_vectors, minimum_scalar,
    minimum_in_place, minimum_vectors_in_place, minimum_scalar_in_place
}
export_operation! {
    /// `x` to the power `y` for each element, with the special cases of C's `pow`: NaN for a negative `x` and a `y`
    /// that is no integer; 1 where `x` is 1 or `y` is 0, even if the other is NaN.
    Pow of Elementary [f64, f32]:
    pow, pow_vectors, pow_scalar, pow_in_place, pow_vectors_in_place, pow_scalar_in_place
}

/// `x` to the power `y` for each element, as [`pow()`]; the arrays are broadcast together.
///
/// On several threads; the result is the same to the bit.
///
/// # Errors
///
/// The threads cannot be started.
#[arrays::export(types(T = [f64, f32]), shapes(z = broadcast(x, y)), split = elementwise)]
pub fn parallel_pow<T: Elementary>(
    x: ArrayViewD<T>,
    y: ArrayViewD<T>,
    #[out] z: ArrayViewMutD<T>,
) -> Result<(), KernelError> {
    sweep::parallel_rows([x, y], z, sweep::operate::<T, Pow>)
}

/// `x` to the power `y` for each element, as [`pow()`].
///
/// On several threads; the result is the same to the bit.
///
/// # Errors
///
/// The threads cannot be started.
#[arrays::export(
    name = parallel_pow, types(T = [f64, f32]), shapes(x = [n], y = [n], z = [n]), split = n
)]
pub fn parallel_pow_vectors<T: Elementary>(
    x: ArrayView1<T>,
    y: ArrayView1<T>,
    #[out] z: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    sweep::parallel_rows([x, y], z, sweep::operate::<T, Pow>)
}

/// `x` to the power `y` for each element, as [`pow()`]; `y` is one number for all elements of `x`.
///
/// On several threads; the result is the same to the bit.
///
/// # Errors
///
/// The threads cannot be started.
#[arrays::export(
    name = parallel_pow, types(T = [f64, f32], D = [Ix1, IxDyn]), shapes(z = x), split = elementwise
)]
pub fn parallel_pow_scalar<T: Elementary, D: Dimension>(
    x: ArrayView<T, D>,
    y: T,
    #[out] z: ArrayViewMut<T, D>,
) -> Result<(), KernelError> {
    sweep::parallel_rows([x], z, sweep::operate_with::<T, Pow>(y))
}

/// Each element of `x`, or `low` where it is less, or `high` where it is more: the smaller one of `high` and the
/// larger one of `x` and `low`.
///
/// So where `low` is more than `high` all elements are `high`, and NaN where one of the three is NaN. For no bound
/// give an infinity, or the smallest or largest integer.
#[arrays::export(
    types(T = [f64, f32, i64, i32], D = [Ix1, IxDyn]), shapes(y = x), split = elementwise
)]
pub fn clip<T: Arithmetic, D: Dimension>(
    x: ArrayView<T, D>,
    low: T,
    high: T,
    #[out] y: ArrayViewMut<T, D>,
) {
    sweep::rows([x], y, clipped(low, high));
}

/// As [`clip`], in place.
#[arrays::export(types(T = [f64, f32, i64, i32], D = [Ix1, IxDyn]), split = elementwise)]
pub fn clip_in_place<T: Arithmetic, D: Dimension>(x: ArrayViewMut<T, D>, low: T, high: T) {
    sweep::rows([] as [ArrayView1<T>; 0], x, clipped_in_place(low, high));
}

fn clipped<T: Arithmetic>(low: T, high: T) -> impl Fn([&[T]; 1], &mut [T]) + Copy + Sync {
    move |x, y| {
        sweep::combine(
            x,
            y,
            #[inline(always)]
            |[x], _| T::smaller(high, T::larger(low, x)),
        );
    }
}

fn clipped_in_place<T: Arithmetic>(low: T, high: T) -> impl Fn([&[T]; 0], &mut [T]) + Copy + Sync {
    move |none, x| {
        sweep::combine(
            none,
            x,
            #[inline(always)]
            |[], x| T::smaller(high, T::larger(low, x)),
        );
    }
}

#[cfg(test)]
mod tests;
