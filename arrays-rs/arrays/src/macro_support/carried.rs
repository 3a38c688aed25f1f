//! What one part of a call leaves for the next one.

use std::ops::Range;
use std::ptr::with_exposed_provenance_mut;

use super::{Call, Failure};

/// The state of a call that its caller cuts into parts, in the caller's slot between two of them.
///
/// While a part runs the slot is empty, so that a failure, which drops the state, leaves nothing behind.
#[derive(Debug)]
pub struct Carried<'call, S> {
    slot: &'call mut u64,
    state: Box<S>,
}

impl<'call, S: Default> Carried<'call, S> {
    /// Takes up what an earlier part left in the caller's slot, or begins.
    ///
    /// # Safety
    ///
    /// `state` leads to a writable, aligned place of 8 bytes that nothing else refers to, and that holds 0 or what
    /// a part with this `S` left there.
    // The call lends its lifetime, not its memory.
    #[allow(clippy::mut_from_ref)]
    pub unsafe fn resume(_call: &'call Call, state: *mut u64) -> Self {
        // SAFETY: the state is "one 8-byte slot" (docs/abi.md, Parts), for the time of the call.
        let slot = unsafe { &mut *state };
        let left: *mut S = with_exposed_provenance_mut(std::mem::take(slot) as usize);
        let state = match left.is_null() {
            true => Box::default(),
            // SAFETY: "the next part of the same call is given the same slot" (docs/abi.md, Parts), in which `part` of
            // the same symbol, and so of this `S`, left the box; the slot is empty now, so it is taken once.
            false => unsafe { Box::from_raw(left) },
        };
        Self { slot, state }
    }
}

impl<S> Carried<'_, S> {
    /// Runs a part of a scan on the indices from `start` to `end` of `length`.
    ///
    /// The state of a scan outlives the arrays of its part, and may be dropped on another thread:
    ///
    /// ```compile_fail,E0277
    /// use arrays::prelude::*;
    /// use std::{ops::Range, rc::Rc};
    ///
    /// #[arrays::export(shapes(x = [n], y = [n]), split = n, scan = go_on)]
    /// fn copy(x: ArrayView1<f64>, mut y: ArrayViewMut1<f64>) {
    ///     y.assign(&x);
    /// }
    ///
    /// fn go_on(_: &mut Rc<f64>, range: Range<usize>, x: ArrayView1<f64>, mut y: ArrayViewMut1<f64>) {
    ///     y.assign(&x.slice_axis(Axis(0), range.into()));
    /// }
    /// ```
    pub fn scan<R>(
        self,
        length: i64,
        start: i64,
        end: i64,
        scan: impl FnOnce(&mut S, Range<usize>) -> Result<R, Failure>,
    ) -> Result<R, Failure>
    where
        S: Send + 'static,
    {
        self.part(end < length, |state| scan(state, start as usize..end as usize))
    }

    /// Runs a part, and leaves the state for the next one unless there is none. It is `Send` because a virtual thread
    /// may go on on another thread between two parts.
    pub(super) fn part<R>(
        self,
        goes_on: bool,
        run: impl FnOnce(&mut S) -> Result<R, Failure>,
    ) -> Result<R, Failure>
    where
        S: Send + 'static,
    {
        let Self { slot, mut state } = self;
        let result = run(&mut state)?;
        if goes_on {
            *slot = Box::into_raw(state).expose_provenance() as u64;
        }
        Ok(result)
    }
}
