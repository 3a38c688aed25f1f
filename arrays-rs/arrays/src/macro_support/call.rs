//! The frame of every call: nothing unwinds out of it, and a failure becomes the pending error.

use std::panic::{AssertUnwindSafe, Location, catch_unwind};

use super::panic::failure_of_panic;
use super::{Failure, ScalarResult, Slot, float_control};
use crate::abi::{clear_pending, set_pending};

const DONE: i32 = 0;
const FAILED: i32 = 1;

/// One call in progress.
///
/// The views of the caller's arrays borrow it, so that none can outlive the call, by whatever detour a
/// function asks for `'static`:
///
/// ```compile_fail
/// use arrays::prelude::*;
///
/// #[arrays::export]
/// fn keep<'a>(x: ArrayView1<'a, f64>) -> f64 where 'a: 'static {
///     let kept: ArrayView1<'static, f64> = x;
///     kept.sum()
/// }
/// ```
///
/// ```
/// use arrays::prelude::*;
///
/// #[arrays::export]
/// fn borrow<'a>(x: ArrayView1<'a, f64>) -> f64 {
///     let borrowed: ArrayView1<'a, f64> = x;
///     borrowed.sum()
/// }
/// ```
#[derive(Debug)]
pub struct Call(());

/// Runs a call that returns a scalar.
///
/// A function that returns normally touches no thread-local and allocates nothing, unless its result
/// looks like the sentinel: then an error that nobody took is forgotten, so that the caller, who will
/// ask, finds none.
#[inline]
#[track_caller]
pub fn scalar_call<R: ScalarResult>(body: impl FnOnce(&Call) -> Result<R, Failure>) -> R::Abi {
    match guarded(|call| body(call)?.into_abi()) {
        Ok(value) => {
            if R::is_sentinel(value) {
                clear_pending();
            }
            value
        }
        Err(failure) => {
            set_pending(failure.0);
            R::sentinel()
        }
    }
}

/// Runs a call that returns nothing.
#[inline]
#[track_caller]
pub fn void_call(body: impl FnOnce(&Call) -> Result<(), Failure>) -> i32 {
    match guarded(body) {
        Ok(()) => DONE,
        Err(failure) => {
            set_pending(failure.0);
            FAILED
        }
    }
}

/// Runs a call that returns values in slots, which are written only when all goes well.
///
/// # Safety
///
/// `slots` leads to `N` writable, aligned places of 8 bytes that nothing else refers to.
#[inline]
#[track_caller]
pub unsafe fn slots_call<const N: usize>(
    slots: *mut u64,
    body: impl FnOnce(&Call) -> Result<[Slot; N], Failure>,
) -> i32 {
    match guarded(body) {
        Ok(values) => {
            // SAFETY: the pointer leads "to one 8-byte slot per value" (docs/abi.md, Arguments), and there are `N`.
            let slots = unsafe { std::slice::from_raw_parts_mut(slots, N) };
            for (slot, value) in slots.iter_mut().zip(values) {
                *slot = value.into_bits();
            }
            DONE
        }
        Err(failure) => {
            set_pending(failure.0);
            FAILED
        }
    }
}

/// The caller's place, which the shim's attribute gives, stands for that of the function.
#[inline]
#[track_caller]
fn guarded<R>(body: impl FnOnce(&Call) -> Result<R, Failure>) -> Result<R, Failure> {
    // What the body leaves half done is the caller's arrays, of which a panic promises nothing.
    let outcome = catch_unwind(AssertUnwindSafe(|| body(&Call(()))));
    float_control::restore();
    match outcome {
        Ok(result) => result,
        Err(payload) => Err(failure_of_panic(payload, Location::caller())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{ARRAYS_SENTINEL_F64_BITS, ARRAYS_SENTINEL_I64, arrays_runtime};
    use crate::macro_support::IntoSlot;

    fn is_pending() -> bool {
        // SAFETY: the runtime is a static.
        let runtime = unsafe { &*arrays_runtime() };
        let error = (runtime.error_take)();
        // SAFETY: NULL, or just taken.
        unsafe { (runtime.error_release)(error) };
        !error.is_null()
    }

    #[test]
    fn a_value_that_equals_the_sentinel_leaves_no_error() {
        assert_eq!(
            scalar_call(|_| Err::<i64, _>(Failure::argument("stale".to_owned()))),
            ARRAYS_SENTINEL_I64
        );
        assert_eq!(scalar_call(|_| Ok(ARRAYS_SENTINEL_I64)), ARRAYS_SENTINEL_I64);
        assert!(!is_pending());
    }

    #[test]
    fn a_panic_becomes_the_sentinel_and_an_error() {
        let result = scalar_call(|_| -> Result<f64, Failure> { panic!("no") });
        assert_eq!(result.to_bits(), ARRAYS_SENTINEL_F64_BITS);
        assert!(is_pending());
    }

    #[test]
    fn slots_are_written_only_on_success() {
        let mut slots = [7_u64; 2];
        // SAFETY: two slots.
        let status = unsafe {
            slots_call::<2>(slots.as_mut_ptr(), |_| Err(Failure::argument("no".to_owned())))
        };
        assert_eq!((status, slots), (FAILED, [7, 7]));
        assert!(is_pending());
        // SAFETY: two slots.
        let status = unsafe {
            slots_call(slots.as_mut_ptr(), |_| Ok([1_u8.into_slot()?, 2_u8.into_slot()?]))
        };
        assert_eq!((status, slots), (DONE, [1, 2]));
    }
}
