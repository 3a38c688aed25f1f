//! The accumulators of a reduction that its caller cuts into parts.

use super::{Carried, Failure};

/// The indices of a part of a reduction, along the axis that is cut.
#[derive(Clone, Copy, Debug)]
pub struct Units {
    /// How long the whole axis is.
    pub length: i64,
    /// How many indices one accumulator is made of, where the axis has as many left.
    pub unit: i64,
    /// The first index of this part: a multiple of `unit`.
    pub start: i64,
    /// The index after the last of this part: a multiple of `unit`, or `length`.
    pub end: i64,
}

impl<A> Carried<'_, Accumulators<A>> {
    /// Adds the accumulators of a part's units, and gives the result after the last part of all.
    ///
    /// `combine` is given accumulators in the order of their indices.
    ///
    /// The functions of a reduction fit each other:
    ///
    /// ```
    /// use arrays::prelude::*;
    ///
    /// #[arrays::export(
    ///     shapes(x = [n]),
    ///     split = n,
    ///     combine = |a, b| a + b,
    ///     partial = |x: ArrayView1<f64>| x.len(),
    ///     finish = |count| count as f64,
    /// )]
    /// fn length(x: ArrayView1<f64>) -> f64 {
    ///     x.len() as f64
    /// }
    /// ```
    ///
    /// ```compile_fail,E0631
    /// use arrays::prelude::*;
    ///
    /// #[arrays::export(shapes(x = [n]), split = n, combine = |a: &f64, b: &f64| a + b)]
    /// fn sum(x: ArrayView1<f64>) -> f64 {
    ///     x.sum()
    /// }
    /// ```
    ///
    /// ```compile_fail,E0308
    /// use arrays::prelude::*;
    ///
    /// #[arrays::export(
    ///     shapes(x = [n]),
    ///     split = n,
    ///     combine = |a, b| a + b,
    ///     partial = |x: ArrayView1<f64>| x.len(),
    ///     finish = f64::sqrt,
    /// )]
    /// fn length(x: ArrayView1<f64>) -> f64 {
    ///     x.len() as f64
    /// }
    /// ```
    ///
    /// An accumulator outlives the arrays of its part, and may be dropped on another thread:
    ///
    /// ```compile_fail
    /// use arrays::prelude::*;
    ///
    /// #[arrays::export(
    ///     shapes(x = [n]),
    ///     split = n,
    ///     combine = |a, b| a,
    ///     partial = kept,
    ///     finish = |x| x.sum(),
    /// )]
    /// fn sum(x: ArrayView1<f64>) -> f64 {
    ///     x.sum()
    /// }
    ///
    /// fn kept(x: ArrayView1<f64>) -> ArrayView1<f64> {
    ///     x
    /// }
    /// ```
    ///
    /// ```compile_fail,E0277
    /// use arrays::prelude::*;
    /// use std::rc::Rc;
    ///
    /// #[arrays::export(
    ///     shapes(x = [n]),
    ///     split = n,
    ///     combine = |a, b| a,
    ///     partial = |x: ArrayView1<f64>| Rc::new(x.sum()),
    ///     finish = |sum| *sum,
    /// )]
    /// fn sum(x: ArrayView1<f64>) -> f64 {
    ///     x.sum()
    /// }
    /// ```
    pub fn fold<R>(
        self,
        units: Units,
        mut partial: impl FnMut(i64, i64) -> Result<A, Failure>,
        mut combine: impl FnMut(A, A) -> A,
        finish: impl FnOnce(A) -> R,
    ) -> Result<Option<R>, Failure>
    where
        A: Send + 'static,
    {
        let Units { length, unit, start, end } = units;
        let accumulators = self.part(end < length, |accumulators| {
            let mut from = start;
            while from < end {
                let to = from.saturating_add(unit).min(end);
                accumulators.add(partial(from, to)?, &mut combine);
                from = to;
            }
            Ok(if end < length { None } else { Some(std::mem::take(accumulators)) })
        })?;
        Ok(accumulators.and_then(|accumulators| accumulators.total(combine)).map(finish))
    }
}

/// Accumulators of powers of two of units, the larger ones first: pairwise, without all of them at once.
///
/// # Invariants
///
/// 1. `accumulators` has one entry for each bit that is set in `count`.
#[derive(Debug)]
pub struct Accumulators<A> {
    count: u64,
    accumulators: Vec<A>,
}

impl<A> Default for Accumulators<A> {
    fn default() -> Self {
        Self { count: 0, accumulators: Vec::new() }
    }
}

impl<A> Accumulators<A> {
    fn add(&mut self, unit: A, combine: &mut impl FnMut(A, A) -> A) {
        let mut accumulator = unit;
        // As in adding 1 to a binary number: each bit that is set carries over to the next.
        for _ in 0..self.count.trailing_ones() {
            if let Some(left) = self.accumulators.pop() {
                accumulator = combine(left, accumulator);
            }
        }
        self.accumulators.push(accumulator);
        self.count += 1;
    }

    fn total(self, combine: impl FnMut(A, A) -> A) -> Option<A> {
        let mut combine = combine;
        self.accumulators.into_iter().rev().reduce(|right, left| combine(left, right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::clear_pending;
    use crate::macro_support::void_call;
    use std::sync::Arc;

    /// The folded texts of the units of 0..length, cut where `ends` say, and the slot after each part.
    fn folded(length: i64, unit: i64, ends: &[i64]) -> (Option<String>, Vec<bool>) {
        let (mut state, mut result, mut kept, mut start) = (0, None, Vec::new(), 0);
        for &end in ends {
            void_call(|call| {
                // SAFETY: a slot of this test's, for texts only.
                let fold: Carried<'_, Accumulators<_>> =
                    unsafe { Carried::resume(call, &raw mut state) };
                result = fold.fold(
                    Units { length, unit, start, end },
                    |from, to| Ok(format!("{from}-{to}")),
                    |left, right| format!("({left} {right})"),
                    |text| text,
                )?;
                Ok(())
            });
            kept.push(state != 0);
            start = end;
        }
        (result, kept)
    }

    #[test]
    fn units_are_folded_in_pairs() {
        let (result, kept) = folded(12, 2, &[12]);
        assert_eq!(result.as_deref(), Some("(((0-2 2-4) (4-6 6-8)) (8-10 10-12))"));
        assert_eq!(kept, [false]);
    }

    #[test]
    fn the_result_does_not_depend_on_where_parts_end() {
        for length in [1, 2, 3, 7, 40, 41] {
            let (expected, _) = folded(length, 3, &[length]);
            for step in [3, 6, 9, 27] {
                let ends: Vec<i64> =
                    (1..).map(|i| i * step).take_while(|&end| end < length).collect();
                let ends = [ends, vec![length]].concat();
                let (result, kept) = folded(length, 3, &ends);
                assert_eq!(result, expected);
                assert!(kept[..ends.len() - 1].iter().all(|&kept| kept) && !kept[ends.len() - 1]);
            }
        }
    }

    #[test]
    fn a_failure_in_the_middle_leaves_nothing() {
        let unit = Arc::new(());
        for fail in [|| panic!("no"), || Err(Failure::argument("no".to_owned()))] {
            let fail: fn() -> Result<(), Failure> = fail;
            let mut state = 0;
            for (start, end) in [(0, 3), (3, 6)] {
                void_call(|call| {
                    // SAFETY: a slot of this test's, for units only.
                    let fold: Carried<'_, Accumulators<_>> =
                        unsafe { Carried::resume(call, &raw mut state) };
                    let result = fold.fold(
                        Units { length: 9, unit: 1, start, end },
                        |from, _| {
                            if from == 5 {
                                fail()?;
                            }
                            Ok(vec![Arc::clone(&unit)])
                        },
                        |left, right| [left, right].concat(),
                        |units| units,
                    );
                    result.map(drop)
                });
                clear_pending();
                assert_eq!(Arc::strong_count(&unit) - 1, [3, 0][usize::from(start > 0)]);
            }
            assert_eq!(state, 0);
        }
    }
}
