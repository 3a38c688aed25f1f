//! The smallest and the largest of elements, and where they are.

use crate::pairwise::fold_lanes;
use crate::reductions::fold::{Join, fold, fold_flat, fold_logical};
use crate::simd::vectorize;
use crate::{KernelError, Number, Real};
use arrays::ndarray::Dimension;
use arrays::prelude::*;

/// Elements that are searched for where the extreme is, once it is known to be among them.
const BLOCK: usize = 1024;

/// No more elements than that are looked at one by one.
const SHORT: usize = 16;

/// Which of two comes first: the smaller or the larger one.
pub(crate) trait Order {
    /// NumPy's name of the function of an array.
    const NAME: &'static str;
    /// NumPy's name of the function of two numbers, which gives NaN where one of them is.
    const PAIR: &'static str;
    /// NumPy's name of the function of two numbers that gives the other one instead of NaN.
    const NUMBERS: &'static str;

    /// What every number that is not equal comes before.
    fn last<T: Real>() -> T;

    /// Whether `a` comes before `b`, which NaN does not, nor anything before it.
    fn before<T: Number>(a: T, b: T) -> bool;
}

/// The smaller one comes first.
pub(crate) enum Min {}

impl Order for Min {
    const NAME: &'static str = "min";
    const PAIR: &'static str = "minimum";
    const NUMBERS: &'static str = "fmin";

    fn last<T: Real>() -> T {
        T::infinity()
    }

    #[inline(always)]
    fn before<T: Number>(a: T, b: T) -> bool {
        a < b
    }
}

/// The larger one comes first.
pub(crate) enum Max {}

impl Order for Max {
    const NAME: &'static str = "max";
    const PAIR: &'static str = "maximum";
    const NUMBERS: &'static str = "fmax";

    fn last<T: Real>() -> T {
        T::neg_infinity()
    }

    #[inline(always)]
    fn before<T: Number>(a: T, b: T) -> bool {
        a > b
    }
}

/// Whether the element is NaN, also where the type has none.
#[inline(always)]
#[allow(clippy::eq_op, reason = "NaN alone is not equal to itself")]
pub(crate) fn is_nan<T: Number>(value: T) -> bool {
    value != value
}

/// Whether two elements are equal, as NaNs are here.
#[inline(always)]
fn same<T: Number>(a: T, b: T) -> bool {
    (a == b) | (is_nan(a) & is_nan(b))
}

/// The first of two, and NaN before all.
#[inline(always)]
pub(crate) fn first<O: Order, T: Number>(a: T, b: T) -> T {
    if !is_nan(a) && (is_nan(b) || O::before(b, a)) { b } else { a }
}

/// The first of two, and NaN behind all.
#[inline(always)]
pub(crate) fn first_number<O: Order, T: Number>(a: T, b: T) -> T {
    if is_nan(a) || O::before(b, a) { b } else { a }
}

/// The first of the elements of a part, and NaN before all.
pub(crate) fn extreme<O: Order, T: Number, D: Dimension>(
    x: ArrayView<T, D>,
) -> Result<T, KernelError> {
    if x.is_empty() {
        return Err(no_extreme(O::PAIR));
    }
    Ok(fold_flat(&x, &extreme_slice::<O, T>, &first::<O, T>))
}

/// The first of all elements, found on threads that share them out by `how`.
pub(crate) fn extreme_by<O: Order, T: Number, D: Dimension>(
    x: ArrayView<T, D>,
    how: impl Join,
) -> Result<T, KernelError> {
    if x.is_empty() {
        return Err(no_extreme(O::PAIR));
    }
    let of = |part: ArrayView<T, D>| fold_flat(&part, &extreme_slice::<O, T>, &first::<O, T>);
    Ok(fold(x, how, &of, &first::<O, T>))
}

/// The first of the numbers of a part; NaN where there is none.
pub(crate) fn extreme_number<O: Order, T: Real, D: Dimension>(
    x: ArrayView<T, D>,
) -> Result<T, KernelError> {
    if x.is_empty() {
        return Err(no_extreme(O::NUMBERS));
    }
    Ok(fold_flat(&x, &extreme_number_slice::<O, T>, &first_number::<O, T>))
}

fn no_extreme(name: &str) -> KernelError {
    KernelError::value(format!(
        "zero-size array to reduction operation {name} which has no identity"
    ))
}

/// The first of one or more elements, and NaN before all.
#[inline(always)]
pub(crate) fn extreme_slice<O: Order, T: Number>(x: &[T]) -> T {
    let Some(&start) = x.first() else {
        return T::zero();
    };
    // Choosing vectors takes longer than looking at so few.
    if x.len() <= SHORT {
        let mut result = start;
        for &value in x {
            if is_nan(value) {
                return value;
            }
            result = if O::before(value, result) { value } else { result };
        }
        return result;
    }
    let (value, any_nan) = vectorize(
        #[inline(always)]
        move || extreme_from::<O, T>(x, start),
    );
    if any_nan {
        return x.iter().copied().find(|&value| is_nan(value)).unwrap_or(value);
    }
    value
}

/// The first of the numbers among the elements; NaN where there is none.
#[inline(always)]
pub(crate) fn extreme_number_slice<O: Order, T: Real>(x: &[T]) -> T {
    let last = O::last();
    let (value, _) = vectorize(
        #[inline(always)]
        move || extreme_from::<O, T>(x, last),
    );
    // The last of all numbers is one of the elements, or there was nothing to compare it with.
    if value == last && !x.contains(&last) { T::nan() } else { value }
}

/// The first of `start` and the numbers among the elements, and whether there is a NaN among them.
#[inline(always)]
fn extreme_from<O: Order, T: Number>(x: &[T], start: T) -> (T, bool) {
    /// With twice as many, vectors of 32 bytes have no registers left for what looks for NaN.
    const LANES: usize = 16;
    const HALF: usize = LANES / 2;
    let (chunks, rest) = x.as_chunks::<LANES>();
    let mut result = start;
    let mut any_nan = false;
    if !chunks.is_empty() {
        let mut firsts = [start; LANES];
        // NaN comes before nothing, so it is looked for apart, and one comparison finds it in either of two numbers.
        let mut nans = [T::zero(); HALF];
        for chunk in chunks {
            for i in 0..LANES {
                firsts[i] = if O::before(chunk[i], firsts[i]) { chunk[i] } else { firsts[i] };
            }
            for i in 0..HALF {
                let either = is_nan(chunk[i]) | is_nan(chunk[i + HALF]);
                nans[i] = if either { T::one() } else { nans[i] };
            }
        }
        result = fold_lanes(firsts, |a, b| if O::before(b, a) { b } else { a });
        any_nan = fold_lanes(nans, |a, b| a + b) != T::zero();
    }
    for &value in rest {
        result = if O::before(value, result) { value } else { result };
        any_nan |= is_nan(value);
    }
    (result, any_nan)
}

/// The first element of a part that comes before all others, or the first NaN.
pub(crate) struct Place<T> {
    length: usize,
    index: usize,
    value: T,
}

impl<T: Number> Place<T> {
    /// `x` has elements; the indices are those of their row-major order.
    pub(crate) fn of<O: Order, D: Dimension>(x: ArrayView<T, D>) -> Result<Self, KernelError> {
        if x.is_empty() {
            return Err(KernelError::value(format!(
                "attempt to get arg{} of an empty sequence",
                O::NAME
            )));
        }
        Ok(fold_logical(&x, &Self::of_slice::<O>, &Self::merge::<O>))
    }

    /// The same, found on threads that share out by `how` what lies together.
    pub(crate) fn of_by<O: Order, D: Dimension>(
        x: ArrayView<T, D>,
        how: impl Join,
    ) -> Result<Self, KernelError> {
        match x.as_slice() {
            Some(elements) if !elements.is_empty() => Ok(fold(
                ArrayView1::from(elements),
                how,
                &|part| fold_logical(&part, &Self::of_slice::<O>, &Self::merge::<O>),
                &Self::merge::<O>,
            )),
            _ => Self::of::<O, D>(x),
        }
    }

    fn of_slice<O: Order>(x: &[T]) -> Self {
        Self::search(x, extreme_slice::<O, T>, is_nan::<T>, O::before::<T>)
    }

    /// The block of which `extreme` is before that of all others, or `ends` the search, and then the place in it.
    #[inline(always)]
    fn search(
        x: &[T],
        extreme: impl Fn(&[T]) -> T,
        ends: impl Fn(T) -> bool,
        before: impl Fn(T, T) -> bool,
    ) -> Self {
        let mut best = (0, None);
        for (i, block) in x.chunks(BLOCK).enumerate() {
            let value = extreme(block);
            if best.1.is_none_or(|first| ends(value) || before(value, first)) {
                best = (i, Some(value));
            }
            if ends(value) {
                break;
            }
        }
        let (block, value) = (best.0 * BLOCK, best.1.unwrap_or_else(T::zero));
        let place = position(&x[block..x.len().min(block + BLOCK)], value);
        Self { length: x.len(), index: block + place, value }
    }

    pub(crate) fn merge<O: Order>(self, other: Self) -> Self {
        let length = self.length + other.length;
        if !is_nan(self.value) && (is_nan(other.value) || O::before(other.value, self.value)) {
            Self { length, index: self.length + other.index, value: other.value }
        } else {
            Self { length, ..self }
        }
    }

    pub(crate) fn index(self) -> i64 {
        self.index as i64
    }
}

impl<T: Real> Place<T> {
    /// The first number before all others, in row-major order.
    pub(crate) fn of_numbers<O: Order, D: Dimension>(
        x: ArrayView<T, D>,
    ) -> Result<Self, KernelError> {
        if x.is_empty() {
            return Self::of::<O, D>(x);
        }
        let of = |unit: &[T]| {
            let before = |a: T, b: T| O::before(a, b) || (b.is_nan() && !a.is_nan());
            Self::search(unit, extreme_number_slice::<O, T>, |_| false, before)
        };
        let place = fold_logical(&x, &of, &|a: Self, b: Self| {
            // Of the merge's order, NaN is first.
            match (a.value.is_nan(), b.value.is_nan()) {
                (true, false) => {
                    Self { length: a.length + b.length, index: a.length + b.index, value: b.value }
                }
                (_, true) => Self { length: a.length + b.length, ..a },
                (false, false) => a.merge::<O>(b),
            }
        });
        if place.value.is_nan() {
            return Err(KernelError::value("All-NaN slice encountered"));
        }
        Ok(place)
    }
}

/// The index of the first element that is `value`; the first NaN where that is NaN.
fn position<T: Number>(x: &[T], value: T) -> usize {
    const LANES: usize = 32;
    let (chunks, rest) = x.as_chunks::<LANES>();
    let chunk = vectorize(
        #[inline(always)]
        move || {
            for (i, chunk) in chunks.iter().enumerate() {
                let mut any = false;
                for &other in chunk {
                    any |= same(other, value);
                }
                if any {
                    return i;
                }
            }
            chunks.len()
        },
    );
    let among = chunks.get(chunk).map_or(rest, |chunk| chunk);
    chunk * LANES + among.iter().position(|&other| same(other, value)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrays::ndarray::{Array1, Array2};

    fn max(x: &[f64]) -> f64 {
        extreme::<Max, _, _>(ArrayView1::from(x)).expect("elements")
    }

    fn argmax(x: &[f64]) -> i64 {
        Place::of::<Max, _>(ArrayView1::from(x)).expect("elements").index()
    }

    fn nanargmin(x: &[f64]) -> Result<i64, KernelError> {
        Place::of_numbers::<Min, _>(ArrayView1::from(x)).map(Place::index)
    }

    #[test]
    fn extremes_are_found_wherever_they_are() {
        for length in [1, 2, 31, 32, 33, 100, 1024, 1025, 9000, 20_000] {
            for place in [0, length / 3, length / 2, length - 1] {
                let mut x: Vec<f64> = (0..length).map(|i| (i % 97) as f64).collect();
                x[place] = 1e9;
                assert_eq!(max(&x), 1e9);
                assert_eq!(argmax(&x), place as i64);
                let small = Array1::from_iter(x.iter().map(|&v| -v as f32));
                assert_eq!(extreme::<Min, _, _>(small.view()), Ok(-1e9));
                let whole = Array1::from_iter(x.iter().map(|&v| v as i32));
                assert_eq!(extreme::<Max, _, _>(whole.view()), Ok(1_000_000_000));
                x[place] = f64::NAN;
                assert!(max(&x).is_nan());
                assert_eq!(argmax(&x), place as i64);
                let numbers = extreme_number::<Min, _, _>(ArrayView1::from(&x)).expect("elements");
                let expected = x.iter().copied().fold(f64::NAN, f64::min);
                assert_eq!(numbers.to_bits(), expected.to_bits());
            }
        }
    }

    #[test]
    fn the_first_of_ties_wins() {
        let mut x = vec![0.0; 30_000];
        for place in [29_999, 20_000, 8192, 8191, 1024, 1023, 70] {
            x[place] = 5.0;
            assert_eq!(argmax(&x), place as i64);
        }
        x[25_000] = f64::NAN;
        assert_eq!(argmax(&x), 25_000);
        x[24_000] = f64::NAN;
        assert_eq!(argmax(&x), 24_000);
    }

    #[test]
    fn nan_is_no_number() {
        let (nan, inf) = (f64::NAN, f64::INFINITY);
        assert_eq!(nanargmin(&[nan, 2.0, 1.0, 1.0]), Ok(2));
        assert_eq!(nanargmin(&[nan, inf, nan]), Ok(1));
        assert_eq!(nanargmin(&[inf, -0.0, 0.0]), Ok(1));
        let error = nanargmin(&[nan, nan]).expect_err("no number");
        assert_eq!(error.to_string(), "All-NaN slice encountered");
        let error = nanargmin(&[]).expect_err("no element");
        assert_eq!(error.to_string(), "attempt to get argmin of an empty sequence");
        let mut x = vec![nan; 30_000];
        x[17_000] = inf;
        assert_eq!(nanargmin(&x), Ok(17_000));
        x[29_000] = 3.0;
        assert_eq!(nanargmin(&x), Ok(29_000));
        let none = extreme_number::<Max, _, _>(ArrayView1::from(&[nan, nan])).expect("elements");
        assert!(none.is_nan());
        assert_eq!(extreme_number::<Max, _, _>(ArrayView1::from(&[nan, -inf])), Ok(-inf));
    }

    #[test]
    fn places_count_in_row_major_order() {
        let mut x = Array2::<f64>::zeros((50, 300));
        x[[20, 7]] = 1.0;
        x[[30, 5]] = 1.0;
        assert_eq!(Place::of::<Max, _>(x.view()).map(Place::index), Ok(20 * 300 + 7));
        assert_eq!(Place::of::<Max, _>(x.t()).map(Place::index), Ok(5 * 50 + 30));
    }

    #[test]
    fn nothing_has_no_extreme() {
        let empty = ArrayView1::<f64>::from(&[]);
        let error = extreme::<Max, _, _>(empty).expect_err("nothing");
        assert_eq!(
            error.to_string(),
            "zero-size array to reduction operation maximum which has no identity"
        );
        let error = extreme_number::<Min, _, _>(empty).expect_err("nothing");
        assert_eq!(
            error.to_string(),
            "zero-size array to reduction operation fmin which has no identity"
        );
    }
}
