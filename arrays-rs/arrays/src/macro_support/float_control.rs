//! The floating-point control bits of a thread, which Java's arithmetic rests on and a kernel may leave changed.

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
use std::arch::asm;

/// Sets the control bits to their defaults, where a kernel has left others: rounding to nearest, subnormal numbers as
/// they are, no exception traps.
///
/// A library in C that a kernel calls may change them, for speed or by flags of its compiler. The JVM looks after
/// them on no downcall, so its own arithmetic would go on under these bits.
#[cfg(target_arch = "x86_64")]
#[inline]
pub(super) fn restore() {
    /// What exceptions there have been, which nobody relies on.
    const STATUS_FLAGS: u32 = 0x3F;
    /// The value at a program's start (System V ABI for AMD64, 3.4.1).
    const DEFAULT: u32 = 0x1F80;

    let mut mxcsr = 0_u32;
    // SAFETY: STMXCSR "stores the contents of the MXCSR control and status register to the destination operand",
    // 4 bytes (Intel SDM, volume 2), which are those of the variable.
    unsafe { asm!("stmxcsr [{}]", in(reg) &raw mut mxcsr, options(nostack, preserves_flags)) };
    if mxcsr & !STATUS_FLAGS != DEFAULT {
        let mxcsr = DEFAULT;
        // SAFETY: LDMXCSR "loads the source operand into the MXCSR control/status register" (Intel SDM, volume 2): the
        // value that Rust, too, takes for granted, with no reserved bit set.
        unsafe {
            asm!("ldmxcsr [{}]", in(reg) &raw const mxcsr, options(nostack, readonly, preserves_flags));
        };
    }
}

/// Sets the control bits to their defaults, where a kernel has left others: rounding to nearest, subnormal numbers as
/// they are, no exception traps.
#[cfg(target_arch = "aarch64")]
#[inline]
pub(super) fn restore() {
    let fpcr: u64;
    // SAFETY: FPCR can be read by any program (Arm Architecture Reference Manual, C5.2).
    unsafe { asm!("mrs {}, fpcr", out(reg) fpcr, options(nomem, nostack, preserves_flags)) };
    if fpcr != 0 {
        // SAFETY: FPCR can be written by any program; 0 is the value at a program's start (AAPCS64, 6.1.2), which
        // Rust, too, takes for granted.
        unsafe { asm!("msr fpcr, xzr", options(nomem, nostack, preserves_flags)) };
    }
}

/// Nothing is known of the control bits of other processors.
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
#[inline]
pub(super) fn restore() {}

#[cfg(test)]
mod tests {
    use crate::macro_support::{Failure, scalar_call, void_call};
    use float_control::{DEFAULT, control_bits, flush_to_zero, round_toward_zero};
    use std::hint::black_box;

    #[test]
    fn a_call_leaves_the_control_bits_as_they_are() {
        let least = black_box(5e-324_f64);
        let was_zero = scalar_call(|_| {
            flush_to_zero();
            round_toward_zero();
            Ok(black_box(black_box(least) * 1.0) == 0.0)
        });
        assert_eq!(was_zero, i64::from(cfg!(any(target_arch = "x86_64", target_arch = "aarch64"))));
        assert_eq!(control_bits(), DEFAULT);
        assert!(black_box(least * 1.0) > 0.0);
        assert_eq!(black_box(1.0_f64) / black_box(3.0) * 3.0, 1.0);
    }

    #[test]
    fn a_failed_call_does_so_too() {
        let failures: [fn() -> Result<(), Failure>; 2] =
            [|| panic!("no"), || Err(Failure::argument("no".to_owned()))];
        for fail in failures {
            let status = void_call(|_| {
                flush_to_zero();
                fail()
            });
            assert_eq!((status, control_bits()), (1, DEFAULT));
        }
    }
}
