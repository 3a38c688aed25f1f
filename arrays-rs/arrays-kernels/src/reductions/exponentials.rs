//! The logarithm of a sum of exponentials, and each one's share in that sum.

use crate::KernelError;
use crate::math::{self, Elementary};
use crate::memory::try_to_vec;
use crate::pairwise::{fold_lanes, sum_slice_by};
use crate::reductions::extremes::{Max, extreme, extreme_number_slice, first_number};
use crate::reductions::fold::{Join, Sequential, UNIT, fold, fold_flat, left_half};
use crate::simd::{has_fma, vectorize};
use crate::sweep;
use arrays::ndarray::Dimension;
use arrays::prelude::*;
use std::ops::Add;

/// Exponentials that are made before they are added up; they stay in the first cache.
const BLOCK: usize = 512;

/// Puts into `y` the exponentials of `x`, which is as long, less `shift`.
fn exponentials<T: Elementary>(x: &[T], y: &mut [T], shift: T) {
    if has_fma() {
        sweep::compute(
            [x],
            y,
            #[inline(always)]
            |[x]| math::quick_exp(x - shift),
            |x, y| {
                sweep::map(
                    x,
                    y,
                    #[inline(always)]
                    |[x]| math::exp(x - shift),
                );
            },
        );
    } else {
        y.iter_mut().zip(x).for_each(|(y, &x)| *y = (x - shift).exp());
    }
}

/// The sum of the exponentials of the elements of at most a unit, less `shift`.
fn sum_exponentials<T: Elementary>(x: &[T], shift: T) -> T {
    let mut buffer = [T::zero(); BLOCK];
    let mut sums = [T::zero(); UNIT / BLOCK];
    for (block, sum) in x.chunks(BLOCK).zip(&mut sums) {
        let values = &mut buffer[..block.len()];
        exponentials(block, values, shift);
        *sum = sum_slice_by(values, |value| value);
    }
    fold_lanes(sums, |a, b| a + b)
}

/// What the logarithm of a part's sum of exponentials is made of.
///
/// The largest ones are counted, so that what the others add is not lost beside them.
pub(crate) struct Exponentials<T> {
    largest: T,
    /// How many elements are the largest one.
    count: T,
    /// The sum of the exponentials of the others less the largest one, NaN among them.
    others: T,
}

impl<T: Elementary> Exponentials<T> {
    pub(crate) fn of<D: Dimension>(x: ArrayView<T, D>) -> Self {
        fold_flat(&x, &Self::of_unit, &Self::merge)
    }

    fn of_unit(x: &[T]) -> Self {
        let mut maxima = [T::neg_infinity(); UNIT / BLOCK];
        for (block, max) in x.chunks(BLOCK).zip(&mut maxima) {
            *max = extreme_number_slice::<Max, T>(block);
        }
        let largest = fold_lanes(maxima, first_number::<Max, T>);
        let mut count = T::zero();
        let mut buffer = [T::zero(); BLOCK];
        let mut sums = [T::zero(); UNIT / BLOCK];
        for ((block, max), sum) in x.chunks(BLOCK).zip(maxima).zip(&mut sums) {
            let values = &mut buffer[..block.len()];
            exponentials(block, values, largest);
            if max == largest {
                count += sum_slice_by(
                    block,
                    #[inline(always)]
                    |x| if x == largest { T::one() } else { T::zero() },
                );
                for (value, &x) in values.iter_mut().zip(block) {
                    *value = if x == largest { T::zero() } else { *value };
                }
            }
            *sum = sum_slice_by(values, |value| value);
        }
        Self { largest, count, others: fold_lanes(sums, |a, b| a + b) }
    }

    pub(crate) fn merge(self, other: Self) -> Self {
        if self.largest == other.largest {
            return Self {
                largest: self.largest,
                count: self.count + other.count,
                others: self.others + other.others,
            };
        }
        // NaN is kept.
        let (large, small) = if self.largest < other.largest || other.largest.is_nan() {
            (other, self)
        } else {
            (self, other)
        };
        let scale = (small.largest - large.largest).exp();
        Self { others: large.others + (small.count + small.others) * scale, ..large }
    }

    pub(crate) fn log(self) -> T {
        if self.largest.is_infinite() {
            // NaN is among the others.
            return if self.others.is_nan() { self.others } else { self.largest };
        }
        (self.others / self.count).ln_1p() + self.count.ln() + self.largest
    }
}

/// The exponentials of the elements of `x` by their sum.
pub(crate) fn softmax<T: Elementary, D: Dimension>(
    x: ArrayView<T, D>,
    mut y: ArrayViewMut<T, D>,
    how: impl Join,
) -> Result<(), KernelError> {
    if x.is_empty() {
        return extreme::<Max, T, D>(x).map(|_| ());
    }
    // Without NaN, whose exponential makes the sum NaN.
    let largest = fold(
        x.view(),
        how,
        &|part| fold_flat(&part, &extreme_number_slice::<Max, T>, &first_number::<Max, T>),
        &first_number::<Max, T>,
    );
    if let (Some(x), Some(y)) = (x.as_slice(), y.as_slice_mut()) {
        shares(Some(x), y, largest, how);
        return Ok(());
    }
    if x.strides() == y.strides()
        && let (Some(x), Some(y)) = (x.as_slice_memory_order(), y.as_slice_memory_order_mut())
    {
        shares(Some(x), y, largest, how);
        return Ok(());
    }
    let mut values = try_to_vec(x)?;
    shares(None, &mut values, largest, how);
    y.iter_mut().zip(values).for_each(|(y, value)| *y = value);
    Ok(())
}

/// The exponentials of the elements of a lane by their sum.
pub(crate) fn softmax_slice<T: Elementary>(x: &[T], y: &mut [T]) -> Result<(), KernelError> {
    softmax(ArrayView1::from(x), ArrayViewMut1::from(y), Sequential)
}

/// Puts into `y` the exponentials of `x`, or where that is left out of what `y` has, by their sum.
fn shares<T: Elementary>(x: Option<&[T]>, y: &mut [T], largest: T, how: impl Join) {
    let total = fill(x, y, largest, how);
    scale(y, total.recip(), how);
}

/// Puts the exponentials into `y`, less the largest one, and sums them up.
fn fill<T: Elementary>(x: Option<&[T]>, y: &mut [T], largest: T, how: impl Join) -> T {
    let units = y.len().div_ceil(UNIT);
    if units <= 1 {
        return fill_unit(x, y, largest);
    }
    let left = left_half(units);
    let (y_left, y_right) = y.split_at_mut(left * UNIT);
    let (x_left, x_right) = x.map(|x| x.split_at(left * UNIT)).unzip();
    let (a, b) = how.join(
        left,
        || fill(x_left, y_left, largest, how),
        || fill(x_right, y_right, largest, how),
    );
    a + b
}

fn fill_unit<T: Elementary>(x: Option<&[T]>, y: &mut [T], largest: T) -> T {
    let mut buffer = [T::zero(); BLOCK];
    let mut sums = [T::zero(); UNIT / BLOCK];
    for (i, (y, sum)) in y.chunks_mut(BLOCK).zip(&mut sums).enumerate() {
        let start = i * BLOCK;
        let x = match x {
            Some(x) => &x[start..start + y.len()],
            None => {
                let copy = &mut buffer[..y.len()];
                copy.copy_from_slice(y);
                copy
            }
        };
        exponentials(x, y, largest);
        *sum = sum_slice_by(y, |value| value);
    }
    fold_lanes(sums, |a, b| a + b)
}

fn scale<T: Elementary>(y: &mut [T], factor: T, how: impl Join) {
    let units = y.len().div_ceil(UNIT);
    if units > 1 {
        let left = left_half(units);
        let (y_left, y_right) = y.split_at_mut(left * UNIT);
        how.join(left, || scale(y_left, factor, how), || scale(y_right, factor, how));
        return;
    }
    sweep::combine(
        [],
        y,
        #[inline(always)]
        |[], value| value * factor,
    );
}

/// The logarithms of the exponentials of the elements of `x` by their sum.
pub(crate) fn log_softmax<T: Elementary, D: Dimension>(
    x: ArrayView<T, D>,
    mut y: ArrayViewMut<T, D>,
) -> Result<(), KernelError> {
    let largest = extreme::<Max, T, D>(x.view())?;
    let shift = if largest.is_finite() { largest } else { T::zero() };
    let sum = |unit: &[T]| sum_exponentials(unit, shift);
    let log = fold_flat(&x, &sum, &Add::add).ln();
    match (x.as_slice(), y.as_slice_mut()) {
        (Some(x), Some(y)) => vectorize(
            #[inline(always)]
            move || {
                for (y, &x) in y.iter_mut().zip(x) {
                    *y = x - shift - log;
                }
            },
        ),
        _ => y.zip_mut_with(&x, |y, &x| *y = x - shift - log),
    }
    Ok(())
}

/// The logarithms of the exponentials of the elements of a lane by their sum.
pub(crate) fn log_softmax_slice<T: Elementary>(x: &[T], y: &mut [T]) -> Result<(), KernelError> {
    log_softmax(ArrayView1::from(x), ArrayViewMut1::from(y))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reductions::fold::HEAVY;
    use arrays::ndarray::{Array1, Array2, array};

    fn logsumexp(x: &[f64]) -> f64 {
        Exponentials::of(ArrayView1::from(x)).log()
    }

    #[test]
    fn logarithms_of_sums_stay_in_range() {
        let inf = f64::INFINITY;
        assert_eq!(logsumexp(&[]), -inf);
        assert_eq!(logsumexp(&[3.0]), 3.0);
        assert_eq!(logsumexp(&[-inf, -inf]), -inf);
        assert_eq!(logsumexp(&[inf, 1.0, inf]), inf);
        assert!(logsumexp(&[inf, f64::NAN]).is_nan());
        assert!(logsumexp(&[-inf, f64::NAN]).is_nan());
        assert!(logsumexp(&[f64::NAN]).is_nan());
        assert_eq!(logsumexp(&[1000.0, 1000.0]), 1000.0 + 2.0_f64.ln());
        assert_eq!(logsumexp(&[0.0, -50.0]), (-50.0_f64).exp());
        let x = Array1::from_elem(30_000, -1e5);
        assert_eq!(Exponentials::of(x.view()).log(), 30_000.0_f64.ln() - 1e5);
    }

    #[test]
    fn parts_merge_whichever_has_the_largest() {
        let (inf, nan) = (f64::INFINITY, f64::NAN);
        for x in [
            [1.0, 2.0, 3.0, 3.0],
            [3.0, 3.0, -1.0, 2.0],
            [-inf, -inf, 0.5, 0.5],
            [inf, 1.0, 2.0, inf],
        ] {
            let of = |x: &[f64]| Exponentials::of(ArrayView1::from(x));
            let merged = of(&x[..2]).merge(of(&x[2..])).log();
            let whole = logsumexp(&x);
            assert!(merged == whole || (merged - whole).abs() < 1e-15, "{merged} {whole}");
            assert!(of(&x).merge(of(&[nan])).log().is_nan());
            assert!(of(&[nan]).merge(of(&x)).log().is_nan());
        }
    }

    #[test]
    fn shares_add_up_to_one_in_any_layout() {
        let x = Array2::from_shape_fn((150, 200), |(i, j)| ((i * 7 + j * 3) % 11) as f64);
        let mut expected = Array2::zeros((150, 200));
        softmax(x.view(), expected.view_mut(), Sequential).expect("shares");
        assert!((expected.sum() - 1.0).abs() < 1e-12);
        assert!((expected[[0, 1]] / expected[[0, 0]] - 3.0_f64.exp()).abs() < 1e-12);
        let mut parallel = Array2::zeros((150, 200));
        softmax(x.view(), parallel.view_mut(), HEAVY).expect("shares");
        assert_eq!(parallel, expected);
        let mut turned = Array2::zeros((200, 150));
        softmax(x.view(), turned.view_mut().reversed_axes(), Sequential).expect("shares");
        assert_eq!(turned.t(), expected);
        softmax(x.t(), turned.view_mut(), Sequential).expect("shares");
        assert!(turned.t().iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-15));
        log_softmax(x.view(), parallel.view_mut()).expect("logarithms");
        assert!(parallel.iter().zip(&expected).all(|(a, b)| (a.exp() - b).abs() < 1e-15));
    }

    #[test]
    fn nothing_has_no_shares() {
        let mut y = Array1::<f64>::zeros(0);
        let error = softmax(ArrayView1::from(&[]), y.view_mut(), Sequential).expect_err("nothing");
        assert_eq!(
            error.to_string(),
            "zero-size array to reduction operation maximum which has no identity"
        );
    }

    #[test]
    fn infinities_are_those_of_scipy() {
        let mut y = array![0.0, 0.0];
        let inf = f64::INFINITY;
        softmax(array![-inf, 1.0].view(), y.view_mut(), Sequential).expect("shares");
        assert_eq!(y, array![0.0, 1.0]);
        softmax(array![inf, 1.0].view(), y.view_mut(), Sequential).expect("shares");
        assert!(y.iter().all(|share| share.is_nan()));
        log_softmax(array![inf, 1.0].view(), y.view_mut()).expect("logarithms");
        assert!(y[0].is_nan() && y[1] == -inf);
        for x in [[-inf, -inf], [f64::NAN, 1.0], [1.0, f64::NAN], [f64::NAN, inf]] {
            softmax(ArrayView1::from(&x), y.view_mut(), Sequential).expect("shares");
            assert!(y.iter().all(|share| share.is_nan()), "{y} of {x:?}");
        }
        softmax(array![-720.0, 0.0].view(), y.view_mut(), Sequential).expect("shares");
        assert_eq!(y, array![(-720.0_f64).exp(), 1.0]);
    }
}
