//! Elementary functions that compilers make vector instructions of.
//!
//! Each is straight-line code: a reduction of the range, a polynomial, and special values by selects, never by
//! branches. All of them need a fused multiply-add, which is a slow function where [`crate::simd::has_fma`] says
//! that there is none.
//!
//! The structure follows fdlibm (Sun Microsystems, 1993), and N. Shibata, F. Petrogalli, "SLEEF: A portable
//! vectorized library of C standard mathematical functions", IEEE TPDS 31 (2020). Where no other source is named,
//! polynomials are minimax ones, by Remez' algorithm.

/// `c0 + c1 x + c2 x² + …`, by Horner's rule.
macro_rules! polynomial {
    ($x:expr; $last:expr) => { $last };
    ($x:expr; $first:expr, $($rest:expr),+) => {
        num_traits::Float::mul_add(polynomial!($x; $($rest),+), $x, $first)
    };
}

/// A polynomial with about half the multiplications of Horner's rule, and additions instead, for which there are units
/// apart: with `z = u²`, the first one, of `u`, times `z + a`, plus `b`, and so on for each `(a, b)`.
///
/// J. Eve, "The evaluation of polynomials", Numer. Math. 6 (1964). Every `-a` is a root of the odd part of the
/// polynomial of `u`, which is moved until they are real. Intermediate values cancel, so this is for terms that weigh
/// little in the result.
macro_rules! preconditioned {
    ($u:expr; $($base:expr),+; $(($a:expr, $b:expr)),+) => {{
        let u = $u;
        let z = u * u;
        let p = polynomial!(u; $($base),+);
        $(let p = num_traits::Float::mul_add(p, z + $a, $b);)+
        p
    }};
}

mod erf;
mod exp;
mod float;
mod log;
mod pow;
mod trigonometry;

pub(crate) use erf::erf;
pub(crate) use exp::{exp, expm1, quick_exp, quick_expm1, quick_sigmoid, sigmoid, tanh};
pub use float::Elementary;
pub(crate) use log::{log, log1p, quick_log, quick_log1p};
pub(crate) use pow::{pow, quick_pow};
pub(crate) use trigonometry::{cos, sin};

#[cfg(test)]
mod tests;
