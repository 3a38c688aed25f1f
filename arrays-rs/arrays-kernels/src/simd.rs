//! Loops on the vector instructions of the processor that runs them.

use pulp::Arch;
use std::sync::LazyLock;

/// What the processor has. To ask for all that takes longer than a short loop.
static ARCH: LazyLock<Arch> = LazyLock::new(Arch::new);

/// Runs `op`, compiled for each instruction set (AVX-512, AVX2 with FMA, NEON, and the least of the platform), on
/// the best one that the processor has.
///
/// The compiler makes vector instructions of plain loops. It does so for what is inlined only: the closure `op` itself
/// is `#[inline(always)]`, and so are the functions, and the closures, that it calls with numbers. What is not inlined
/// stays scalar, and calls a function of the C library for each `mul_add`.
///
/// Values of a loop that lie in memory are copied to local arrays first where a slice that is written might, for all
/// that the compiler knows, be one that is read. `<[_; N]>::map` and `array::from_fn` are not always inlined.
#[inline(always)]
pub(crate) fn vectorize<R>(op: impl FnOnce() -> R) -> R {
    ARCH.dispatch(op)
}

/// As [`vectorize`], with vectors of half a cache line at most: where memory decides, longer ones gain nothing, and
/// each of them that does not begin at a line touches two.
#[inline(always)]
pub(crate) fn vectorize_for_memory<R>(op: impl FnOnce() -> R) -> R {
    #[cfg(target_arch = "x86_64")]
    if let Arch::V4(simd) = *ARCH {
        return (*simd).vectorize(op);
    }
    vectorize(op)
}

/// The instructions of AVX-512 by name, for what is not a loop over lanes, where the processor has them.
#[cfg(target_arch = "x86_64")]
pub(crate) fn avx512() -> Option<pulp::x86::V4> {
    match *ARCH {
        Arch::V4(simd) => Some(simd),
        _ => None,
    }
}

/// Whether [`f64::mul_add`] is one instruction in [`vectorize`]. Where it is not it is a slow function.
#[inline(always)]
pub(crate) fn has_fma() -> bool {
    cfg!(target_arch = "aarch64") || !matches!(*ARCH, Arch::Scalar)
}
