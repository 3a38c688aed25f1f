//! The floating-point control bits of a thread, which Java's arithmetic rests on and a kernel may leave changed.

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
use std::arch::asm;

/// Sets the control bits to their defaults, where a kernel has left others for rounding or subnormal numbers.
///
/// A library in C that a kernel calls may change them, for speed or by flags of its compiler. The JVM looks after
/// them on no downcall, so its own arithmetic would go on under these bits.
#[cfg(target_arch = "x86_64")]
#[inline]
pub(super) fn restore() {
    /// The value at a program's start (System V ABI for AMD64, 3.4.1): to nearest, subnormal numbers as they are, and
    /// no exception traps.
    const DEFAULT: u32 = 0x1F80;

    if !is_default() {
        let mxcsr = DEFAULT;
        // SAFETY: LDMXCSR "loads the source operand into the MXCSR control/status register" (Intel SDM, volume 2): the
        // value that Rust, too, takes for granted, with no reserved bit set.
        unsafe {
            asm!("ldmxcsr [{}]", in(reg) &raw const mxcsr, options(nostack, readonly, preserves_flags));
        };
    }
}

/// Whether arithmetic rounds to nearest, and has subnormal numbers.
///
/// Three additions tell, and together take less time than STMXCSR alone.
#[cfg(target_arch = "x86_64")]
#[inline]
fn is_default() -> bool {
    const HALF_ULP: f64 = f64::EPSILON / 2.0;

    let one = unknown(1.0);
    let small = unknown(1.5 * f64::MIN_POSITIVE);
    let rounds_more_than_half_up = one + 1.5 * HALF_ULP > 1.0;
    let rounds_less_than_half_down = one + 0.5 * HALF_ULP <= 1.0;
    // The difference is subnormal: 0 if results are flushed, equal to 0 if operands are.
    let has_subnormal_numbers = small - f64::MIN_POSITIVE > 0.0;
    rounds_more_than_half_up & rounds_less_than_half_down & has_subnormal_numbers
}

/// The value, of which the compiler knows nothing, and not before what precedes has happened.
#[cfg(target_arch = "x86_64")]
#[inline]
fn unknown(value: f64) -> f64 {
    let mut value = value;
    // SAFETY: there is no instruction.
    unsafe { asm!("/* {} */", inout(xmm_reg) value, options(nostack, preserves_flags)) };
    value
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
    use crate::abi::clear_pending;
    use crate::macro_support::{Failure, scalar_call, void_call};
    use float_control::{
        DEFAULT, control_bits, flush_to_zero, round_downward, round_toward_zero, round_upward,
        take_for_zero,
    };
    use std::hint::black_box;

    const IS_KNOWN: bool = cfg!(any(target_arch = "x86_64", target_arch = "aarch64"));

    #[test]
    fn a_call_leaves_the_control_bits_as_they_are() {
        let changes =
            [flush_to_zero, take_for_zero, round_downward, round_upward, round_toward_zero];
        for (index, change) in changes.into_iter().enumerate() {
            let has_changed = scalar_call(|_| {
                change();
                Ok(control_bits() != DEFAULT)
            });
            assert_eq!((index, has_changed), (index, i64::from(IS_KNOWN)));
            assert_eq!((index, control_bits()), (index, DEFAULT));
        }
    }

    #[test]
    fn arithmetic_after_a_call_is_what_it_was() {
        let (least, three) = (black_box(5e-324_f64), black_box(3.0_f64));
        let product = scalar_call(|_| {
            take_for_zero();
            round_downward();
            Ok(black_box(black_box(least) * black_box(three)))
        });
        assert_eq!(product == 0.0, IS_KNOWN);
        assert!(black_box(least) * black_box(three) > 0.0);
        assert_eq!(black_box(1.0) / black_box(three) * black_box(three), 1.0);
    }

    #[test]
    fn a_failed_call_leaves_them_too() {
        let failures: [fn() -> Result<(), Failure>; 2] =
            [|| panic!("no"), || Err(Failure::argument("no".to_owned()))];
        for fail in failures {
            let status = void_call(|_| {
                flush_to_zero();
                fail()
            });
            assert_eq!((status, control_bits()), (1, DEFAULT));
            clear_pending();
        }
    }
}
