//! The floating-point control bits of a thread, to be changed as a library in C may change them.
//!
//! What runs under other bits than the default ones is not what Rust promises, so nothing but a test has use for
//! this. On processors other than x86-64 and AArch64 the bits cannot be changed.

pub use bits::{
    DEFAULT, control_bits, flush_to_zero, round_downward, round_toward_zero, round_upward,
    take_for_zero,
};

#[cfg(target_arch = "x86_64")]
mod bits {
    use std::arch::asm;

    /// The bits a thread starts with: all exceptions masked, rounding to nearest.
    pub const DEFAULT: u64 = 0x1F80;

    const STATUS_FLAGS: u32 = 0x3F;
    const DENORMALS_ARE_ZERO: u32 = 1 << 6;
    const ROUND_DOWNWARD: u32 = 1 << 13;
    const ROUND_UPWARD: u32 = 2 << 13;
    const ROUND_TOWARD_ZERO: u32 = 3 << 13;
    const FLUSH_TO_ZERO: u32 = 1 << 15;

    /// Gives zero for subnormal results (FTZ of MXCSR).
    pub fn flush_to_zero() {
        set(FLUSH_TO_ZERO);
    }

    /// Takes subnormal operands for zero (DAZ of MXCSR).
    pub fn take_for_zero() {
        set(DENORMALS_ARE_ZERO);
    }

    /// Rounds downward (RC of MXCSR).
    pub fn round_downward() {
        set(ROUND_DOWNWARD);
    }

    /// Rounds upward (RC of MXCSR).
    pub fn round_upward() {
        set(ROUND_UPWARD);
    }

    /// Rounds toward zero (RC of MXCSR).
    pub fn round_toward_zero() {
        set(ROUND_TOWARD_ZERO);
    }

    /// The bits of this thread, without the status flags.
    pub fn control_bits() -> u64 {
        (read() & !STATUS_FLAGS).into()
    }

    fn read() -> u32 {
        let mut mxcsr = 0_u32;
        // SAFETY: STMXCSR writes the 4 bytes of the variable (Intel SDM, volume 2).
        unsafe { asm!("stmxcsr [{}]", in(reg) &raw mut mxcsr, options(nostack, preserves_flags)) };
        mxcsr
    }

    fn set(bits: u32) {
        let mxcsr = read() | bits;
        // SAFETY: LDMXCSR reads the 4 bytes of the variable, of which no reserved bit is set.
        unsafe {
            asm!("ldmxcsr [{}]", in(reg) &raw const mxcsr, options(nostack, preserves_flags))
        };
    }
}

#[cfg(target_arch = "aarch64")]
mod bits {
    use std::arch::asm;

    /// The bits a thread starts with: no exception traps, rounding to nearest.
    pub const DEFAULT: u64 = 0;

    const ROUND_UPWARD: u64 = 1 << 22;
    const ROUND_DOWNWARD: u64 = 2 << 22;
    const ROUND_TOWARD_ZERO: u64 = 3 << 22;
    const FLUSH_TO_ZERO: u64 = 1 << 24;

    /// Gives zero for subnormal results, and takes subnormal operands for zero (FZ of FPCR).
    pub fn flush_to_zero() {
        set(FLUSH_TO_ZERO);
    }

    /// Takes subnormal operands for zero, and gives zero for subnormal results (FZ of FPCR).
    pub fn take_for_zero() {
        set(FLUSH_TO_ZERO);
    }

    /// Rounds downward (RMode of FPCR).
    pub fn round_downward() {
        set(ROUND_DOWNWARD);
    }

    /// Rounds upward (RMode of FPCR).
    pub fn round_upward() {
        set(ROUND_UPWARD);
    }

    /// Rounds toward zero (RMode of FPCR).
    pub fn round_toward_zero() {
        set(ROUND_TOWARD_ZERO);
    }

    /// The bits of this thread.
    pub fn control_bits() -> u64 {
        let fpcr: u64;
        // SAFETY: FPCR can be read by any program (Arm Architecture Reference Manual, C5.2).
        unsafe { asm!("mrs {}, fpcr", out(reg) fpcr, options(nomem, nostack, preserves_flags)) };
        fpcr
    }

    fn set(bits: u64) {
        let fpcr = control_bits() | bits;
        // SAFETY: FPCR can be written by any program, and no reserved bit is set.
        unsafe { asm!("msr fpcr, {}", in(reg) fpcr, options(nomem, nostack, preserves_flags)) };
    }
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
mod bits {
    /// The bits a thread starts with.
    pub const DEFAULT: u64 = 0;

    /// Does nothing.
    pub fn flush_to_zero() {}

    /// Does nothing.
    pub fn take_for_zero() {}

    /// Does nothing.
    pub fn round_downward() {}

    /// Does nothing.
    pub fn round_upward() {}

    /// Does nothing.
    pub fn round_toward_zero() {}

    /// Nothing is known of the bits.
    pub fn control_bits() -> u64 {
        DEFAULT
    }
}
