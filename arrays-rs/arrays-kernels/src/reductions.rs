//! Reductions: of an array to one value, of its lanes along an axis to one each.
//!
//! The functions whose names begin with `nan` leave out elements that are NaN. Those along an axis count it from the
//! last one where it is negative, and make of each lane exactly what the function of an array makes of an array of its
//! elements.

mod columns;
pub(crate) mod cumulative;
mod exponentials;
mod extremes;
pub(crate) mod fold;
mod lanes;
mod moments;
mod norms;
mod sums;

use crate::axis::axis_of;
use crate::math::Elementary;
use crate::{KernelError, Number, Real, pairwise};
use arrays::prelude::*;
use columns::{Extremes, Sums};
use exponentials::Exponentials;
use extremes::{Max, Min, Place};
use fold::{HEAVY, LIGHT, Sequential, fold, fold_both};
pub(crate) use moments::Moments;
use norms::Norm;
use std::marker::PhantomData;
use std::ops::{Add, Mul};
pub(crate) use sums::Total;
pub use sums::Whole;

/// The sum of the elements of `x`, by pairwise summation; 0 for an empty array.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), split = elementwise, combine = Add::add)]
pub fn sum<T: Real, D: Dimension>(x: ArrayView<T, D>) -> T {
    fold(x, Sequential, &sums::sum, &Add::add)
}

/// The sum of the elements of `x`, modulo 2⁶⁴; 0 for an empty array.
#[arrays::export(name = sum, types(T = [i64, i32], D = [Ix1, IxDyn]), split = elementwise, combine = i64::wrapping_add)]
pub fn sum_whole<T: Whole, D: Dimension>(x: ArrayView<T, D>) -> i64 {
    sums::sum_whole(x)
}

/// The sums of the elements of `x` along `axis`, by pairwise summation.
///
/// # Errors
///
/// There is no such axis, or no memory for the result.
#[arrays::export(name = sum, types(T = [f64, f32]))]
pub fn sum_axis<T: Real>(x: ArrayViewD<T>, axis: i64) -> Result<ArrayD<T>, KernelError> {
    lanes::reduce_columns(x, axis, Sums, |lane| Ok(sums::sum(ArrayView1::from(lane))))
}

/// The sums of the elements of `x` along `axis`, modulo 2⁶⁴.
///
/// # Errors
///
/// There is no such axis, or no memory for the result.
#[arrays::export(name = sum, types(T = [i64, i32]))]
pub fn sum_whole_axis<T: Whole>(x: ArrayViewD<T>, axis: i64) -> Result<ArrayD<i64>, KernelError> {
    lanes::reduce(x, axis, |lane| Ok(sums::sum_whole_slice(lane)))
}

/// [`sum`] on several threads; the result is the same.
///
/// # Errors
///
/// The threads cannot be started.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]))]
pub fn parallel_sum<T: Real, D: Dimension>(x: ArrayView<T, D>) -> Result<T, KernelError> {
    LIGHT.run(x.len(), || fold(x, LIGHT, &sums::sum, &Add::add))
}

/// The product of the elements of `x`; 1 for an empty array.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), split = elementwise, combine = Mul::mul)]
pub fn prod<T: Real, D: Dimension>(x: ArrayView<T, D>) -> T {
    fold(x, Sequential, &sums::prod, &Mul::mul)
}

/// The product of the elements of `x`, modulo 2⁶⁴; 1 for an empty array.
#[arrays::export(name = prod, types(T = [i64, i32], D = [Ix1, IxDyn]), split = elementwise, combine = i64::wrapping_mul)]
pub fn prod_whole<T: Whole, D: Dimension>(x: ArrayView<T, D>) -> i64 {
    sums::prod_whole(x)
}

/// The products of the elements of `x` along `axis`.
///
/// # Errors
///
/// There is no such axis, or no memory for the result.
#[arrays::export(name = prod, types(T = [f64, f32]))]
pub fn prod_axis<T: Real>(x: ArrayViewD<T>, axis: i64) -> Result<ArrayD<T>, KernelError> {
    lanes::reduce(x, axis, |lane| Ok(sums::prod(ArrayView1::from(lane))))
}

/// The products of the elements of `x` along `axis`, modulo 2⁶⁴.
///
/// # Errors
///
/// There is no such axis, or no memory for the result.
#[arrays::export(name = prod, types(T = [i64, i32]))]
pub fn prod_whole_axis<T: Whole>(x: ArrayViewD<T>, axis: i64) -> Result<ArrayD<i64>, KernelError> {
    lanes::reduce(x, axis, |lane| Ok(sums::prod_whole_slice(lane)))
}

/// The inner product of `x` and `y`: the sum of the products of their elements, by pairwise summation.
///
/// Products are rounded before they are added, so that the result is the same on every processor.
#[arrays::export(types(T = [f64, f32]), shapes(x = [n], y = [n]), split = n, combine = Add::add)]
pub fn dot<T: Real>(x: ArrayView1<T>, y: ArrayView1<T>) -> T {
    fold_both(x, y, Sequential, &pairwise::dot, &Add::add)
}

/// [`dot`] on several threads; the result is the same.
///
/// # Errors
///
/// The threads cannot be started.
#[arrays::export(types(T = [f64, f32]), shapes(x = [n], y = [n]))]
pub fn parallel_dot<T: Real>(x: ArrayView1<T>, y: ArrayView1<T>) -> Result<T, KernelError> {
    LIGHT.run(x.len(), || fold_both(x, y, LIGHT, &pairwise::dot, &Add::add))
}

/// The sums of the elements of `x` up to each one.
///
/// As accurate as one after the other: eight at a time are added in pairs where those are so small beside the sum that
/// it is all one, and one after the other elsewhere. Where no element is negative they never fall.
#[arrays::export(types(T = [f64, f32]), shapes(x = [n], y = [n]), split = n, scan = cumulative::go_on)]
pub fn cumsum<T: Real>(x: ArrayView1<T>, #[out] y: ArrayViewMut1<T>) -> Result<(), KernelError> {
    cumulative::go_on(&mut Default::default(), 0..x.len(), x, y)
}

/// The sums of the elements of `x` up to each one, modulo 2⁶⁴.
#[arrays::export(
    name = cumsum,
    types(T = [i64, i32]),
    shapes(x = [n], y = [n]),
    split = n,
    scan = cumulative::go_on_whole
)]
pub fn cumsum_whole<T: Whole>(
    x: ArrayView1<T>,
    #[out] y: ArrayViewMut1<i64>,
) -> Result<(), KernelError> {
    cumulative::go_on_whole(&mut 0, 0..x.len(), x, y)
}

/// The sums of the elements of `x` along `axis` up to each one.
///
/// # Errors
///
/// There is no such axis, or no memory for the computation.
#[arrays::export(name = cumsum, types(T = [f64, f32]), shapes(y = x))]
pub fn cumsum_axis<T: Real>(
    x: ArrayViewD<T>,
    axis: i64,
    #[out] y: ArrayViewMutD<T>,
) -> Result<(), KernelError> {
    lanes::map(x, axis, y, |x, y| {
        cumulative::cumsum(&mut Default::default(), x, y);
        Ok(())
    })
}

/// The sums of the elements of `x` along `axis` up to each one, modulo 2⁶⁴.
///
/// # Errors
///
/// There is no such axis, or no memory for the computation.
#[arrays::export(name = cumsum, types(T = [i64, i32]), shapes(y = x))]
pub fn cumsum_whole_axis<T: Whole>(
    x: ArrayViewD<T>,
    axis: i64,
    #[out] y: ArrayViewMutD<i64>,
) -> Result<(), KernelError> {
    lanes::map(x, axis, y, |x, y| {
        cumulative::cumsum_whole(&mut 0, x, y);
        Ok(())
    })
}

/// The arithmetic mean of the elements of `x`, also where their sum is beyond the largest number; NaN for an empty
/// array.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), split = elementwise, combine = Total::<T>::merge, partial = Total::of, finish = |total: Total<T>| total.mean())]
pub fn mean<T: Real, D: Dimension>(x: ArrayView<T, D>) -> T {
    fold(x, Sequential, &Total::of, &Total::merge).mean()
}

/// The arithmetic means of the elements of `x` along `axis`; NaN for an axis of length 0.
///
/// # Errors
///
/// There is no such axis, or no memory for the result.
#[arrays::export(name = mean, types(T = [f64, f32]))]
pub fn mean_axis<T: Real>(x: ArrayViewD<T>, axis: i64) -> Result<ArrayD<T>, KernelError> {
    let count = sums::count_as::<T>(x.len_of(axis_of(axis, x.ndim())?));
    let mut means = sum_axis(x.view(), axis)?;
    if means.iter().all(|sum| sum.is_finite()) {
        means.mapv_inplace(|sum| sum / count);
        return Ok(means);
    }
    lanes::reduce(x, axis, |lane| Ok(Total::of(ArrayView1::from(lane)).mean()))
}

/// [`mean`] on several threads; the result is the same.
///
/// # Errors
///
/// The threads cannot be started.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]))]
pub fn parallel_mean<T: Real, D: Dimension>(x: ArrayView<T, D>) -> Result<T, KernelError> {
    LIGHT.run(x.len(), || fold(x, LIGHT, &Total::of, &Total::merge).mean())
}

/// The variance of the elements of `x`: the mean squared deviation from the mean.
///
/// The squared deviations are divided by `n - ddof`; `ddof` ("delta degrees of freedom") is 0 when left out, and 1
/// gives the sample variance. The result is NaN for an empty array, and NaN or infinite when `ddof` leaves no degrees
/// of freedom. Of equal elements it is exactly 0. Two passes over a few thousand elements at a time, both by pairwise
/// summation, whose moments are merged as in T. F. Chan, G. H. Golub, R. J. LeVeque, "Updating formulae and a pairwise
/// algorithm for computing sample variances", Stanford STAN-CS-79-773 (1979), with means of twice the digits: numbers
/// far from 0 lose none of theirs.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), split = elementwise, combine = Moments::merge, partial = Moments::of, finish = |moments: Moments| moments.var::<T>())]
pub fn var<T: Real, D: Dimension>(x: ArrayView<T, D>, ddof: Option<f64>) -> T {
    fold(x, Sequential, &|x| Moments::of(x, ddof), &Moments::merge).var()
}

/// The variances of the elements of `x` along `axis`, as [`var`] has them.
///
/// # Errors
///
/// There is no such axis, or no memory for the result.
#[arrays::export(name = var, types(T = [f64, f32]))]
pub fn var_axis<T: Real>(
    x: ArrayViewD<T>,
    axis: i64,
    ddof: Option<f64>,
) -> Result<ArrayD<T>, KernelError> {
    lanes::reduce(x, axis, |lane| Ok(Moments::of(ArrayView1::from(lane), ddof).var()))
}

/// [`var`] on several threads; the result is the same.
///
/// # Errors
///
/// The threads cannot be started.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]))]
pub fn parallel_var<T: Real, D: Dimension>(
    x: ArrayView<T, D>,
    ddof: Option<f64>,
) -> Result<T, KernelError> {
    LIGHT.run(x.len(), || fold(x, LIGHT, &|x| Moments::of(x, ddof), &Moments::merge).var())
}

/// The standard deviation of the elements of `x`: the square root of their [variance](var), also where that is beyond
/// the range of numbers.
///
/// The squared deviations are divided by `n - ddof`; `ddof` is 0 when left out, and 1 gives the sample standard deviation.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), split = elementwise, combine = Moments::merge, partial = Moments::of, finish = |moments: Moments| moments.std::<T>())]
pub fn std<T: Real, D: Dimension>(x: ArrayView<T, D>, ddof: Option<f64>) -> T {
    fold(x, Sequential, &|x| Moments::of(x, ddof), &Moments::merge).std()
}

/// The standard deviations of the elements of `x` along `axis`, as [`std()`] has them.
///
/// # Errors
///
/// There is no such axis, or no memory for the result.
#[arrays::export(name = std, types(T = [f64, f32]))]
pub fn std_axis<T: Real>(
    x: ArrayViewD<T>,
    axis: i64,
    ddof: Option<f64>,
) -> Result<ArrayD<T>, KernelError> {
    lanes::reduce(x, axis, |lane| Ok(Moments::of(ArrayView1::from(lane), ddof).std()))
}

/// [`std()`] on several threads; the result is the same.
///
/// # Errors
///
/// The threads cannot be started.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]))]
pub fn parallel_std<T: Real, D: Dimension>(
    x: ArrayView<T, D>,
    ddof: Option<f64>,
) -> Result<T, KernelError> {
    LIGHT.run(x.len(), || fold(x, LIGHT, &|x| Moments::of(x, ddof), &Moments::merge).std())
}

/// The smallest of the elements of `x`; NaN where one of them is.
///
/// Of 0.0 and -0.0 it may be either.
///
/// # Errors
///
/// `x` is empty.
#[arrays::export(types(T = [f64, f32, i64, i32], D = [Ix1, IxDyn]), split = elementwise, combine = extremes::first::<Min, T>, partial = extremes::extreme::<Min, T, D>, finish = |extreme: T| extreme)]
pub fn min<T: Number, D: Dimension>(x: ArrayView<T, D>) -> Result<T, KernelError> {
    extremes::extreme::<Min, T, D>(x)
}

/// The smallest of the elements of `x` along `axis`; NaN where one of them is.
///
/// # Errors
///
/// There is no such axis, it has length 0, or there is no memory for the result.
#[arrays::export(name = min, types(T = [f64, f32, i64, i32]))]
pub fn min_axis<T: Number>(x: ArrayViewD<T>, axis: i64) -> Result<ArrayD<T>, KernelError> {
    let extremes = Extremes::<Min>(PhantomData);
    lanes::reduce_columns(x, axis, extremes, |lane| extremes::extreme::<Min, T, Ix1>(lane.into()))
}

/// [`min`] on several threads.
///
/// # Errors
///
/// `x` is empty, or the threads cannot be started.
#[arrays::export(types(T = [f64, f32, i64, i32], D = [Ix1, IxDyn]))]
pub fn parallel_min<T: Number, D: Dimension>(x: ArrayView<T, D>) -> Result<T, KernelError> {
    LIGHT.run(x.len(), || extremes::extreme_by::<Min, T, D>(x, LIGHT))?
}

/// The largest of the elements of `x`; NaN where one of them is.
///
/// Of 0.0 and -0.0 it may be either.
///
/// # Errors
///
/// `x` is empty.
#[arrays::export(types(T = [f64, f32, i64, i32], D = [Ix1, IxDyn]), split = elementwise, combine = extremes::first::<Max, T>, partial = extremes::extreme::<Max, T, D>, finish = |extreme: T| extreme)]
pub fn max<T: Number, D: Dimension>(x: ArrayView<T, D>) -> Result<T, KernelError> {
    extremes::extreme::<Max, T, D>(x)
}

/// The largest of the elements of `x` along `axis`; NaN where one of them is.
///
/// # Errors
///
/// There is no such axis, it has length 0, or there is no memory for the result.
#[arrays::export(name = max, types(T = [f64, f32, i64, i32]))]
pub fn max_axis<T: Number>(x: ArrayViewD<T>, axis: i64) -> Result<ArrayD<T>, KernelError> {
    let extremes = Extremes::<Max>(PhantomData);
    lanes::reduce_columns(x, axis, extremes, |lane| extremes::extreme::<Max, T, Ix1>(lane.into()))
}

/// [`max`] on several threads.
///
/// # Errors
///
/// `x` is empty, or the threads cannot be started.
#[arrays::export(types(T = [f64, f32, i64, i32], D = [Ix1, IxDyn]))]
pub fn parallel_max<T: Number, D: Dimension>(x: ArrayView<T, D>) -> Result<T, KernelError> {
    LIGHT.run(x.len(), || extremes::extreme_by::<Max, T, D>(x, LIGHT))?
}

/// The index of the smallest of the elements of `x`: the first one of equals, and the first NaN if there is one.
///
/// # Errors
///
/// `x` is empty.
#[arrays::export(types(T = [f64, f32, i64, i32]), shapes(x = [n]), split = n, combine = Place::<T>::merge::<Min>, partial = Place::<T>::of::<Min, Ix1>, finish = |place: Place<T>| place.index())]
pub fn argmin<T: Number>(x: ArrayView1<T>) -> Result<i64, KernelError> {
    Place::of::<Min, Ix1>(x).map(Place::index)
}

/// The index of the smallest of the elements of `x` in row-major order: the first one of equals, and the first NaN if
/// there is one.
///
/// # Errors
///
/// `x` is empty.
#[arrays::export(name = argmin, types(T = [f64, f32, i64, i32]))]
pub fn argmin_of_all<T: Number>(x: ArrayViewD<T>) -> Result<i64, KernelError> {
    Place::of::<Min, IxDyn>(x).map(Place::index)
}

/// The indices along `axis` of the smallest of the elements of `x`: of the first one of equals, and of the first NaN if
/// there is one.
///
/// # Errors
///
/// There is no such axis, it has length 0, or there is no memory for the result.
#[arrays::export(name = argmin, types(T = [f64, f32, i64, i32]))]
pub fn argmin_axis<T: Number>(x: ArrayViewD<T>, axis: i64) -> Result<ArrayD<i64>, KernelError> {
    lanes::reduce(x, axis, |lane| Place::of::<Min, Ix1>(lane.into()).map(Place::index))
}

/// [`argmin`] on several threads.
///
/// # Errors
///
/// `x` is empty, or the threads cannot be started.
#[arrays::export(types(T = [f64, f32, i64, i32], D = [Ix1, IxDyn]))]
pub fn parallel_argmin<T: Number, D: Dimension>(x: ArrayView<T, D>) -> Result<i64, KernelError> {
    LIGHT.run(x.len(), || Place::of_by::<Min, D>(x, LIGHT))?.map(Place::index)
}

/// The index of the largest of the elements of `x`: the first one of equals, and the first NaN if there is one.
///
/// # Errors
///
/// `x` is empty.
#[arrays::export(types(T = [f64, f32, i64, i32]), shapes(x = [n]), split = n, combine = Place::<T>::merge::<Max>, partial = Place::<T>::of::<Max, Ix1>, finish = |place: Place<T>| place.index())]
pub fn argmax<T: Number>(x: ArrayView1<T>) -> Result<i64, KernelError> {
    Place::of::<Max, Ix1>(x).map(Place::index)
}

/// The index of the largest of the elements of `x` in row-major order: the first one of equals, and the first NaN if
/// there is one.
///
/// # Errors
///
/// `x` is empty.
#[arrays::export(name = argmax, types(T = [f64, f32, i64, i32]))]
pub fn argmax_of_all<T: Number>(x: ArrayViewD<T>) -> Result<i64, KernelError> {
    Place::of::<Max, IxDyn>(x).map(Place::index)
}

/// The indices along `axis` of the largest of the elements of `x`: of the first one of equals, and of the first NaN if
/// there is one.
///
/// # Errors
///
/// There is no such axis, it has length 0, or there is no memory for the result.
#[arrays::export(name = argmax, types(T = [f64, f32, i64, i32]))]
pub fn argmax_axis<T: Number>(x: ArrayViewD<T>, axis: i64) -> Result<ArrayD<i64>, KernelError> {
    lanes::reduce(x, axis, |lane| Place::of::<Max, Ix1>(lane.into()).map(Place::index))
}

/// [`argmax`] on several threads.
///
/// # Errors
///
/// `x` is empty, or the threads cannot be started.
#[arrays::export(types(T = [f64, f32, i64, i32], D = [Ix1, IxDyn]))]
pub fn parallel_argmax<T: Number, D: Dimension>(x: ArrayView<T, D>) -> Result<i64, KernelError> {
    LIGHT.run(x.len(), || Place::of_by::<Max, D>(x, LIGHT))?.map(Place::index)
}

/// The norm of the vector `x` of the order `ord`; when left out, the square root of the sum of the squares of all
/// elements of an array of any rank.
///
/// Of order 2 too, it is that square root; of order infinity the largest absolute value, of -infinity the smallest, of 0
/// the number of elements that are not 0, of 1 the sum of the absolute values, of any other p the p-th root of the sum of
/// their p-th powers. Norms of matrices of those orders are not among them. Squares may be beyond the range of numbers,
/// their root may not; a p-th power that is too large makes the norm infinite, as in NumPy.
///
/// # Errors
///
/// An order for an array that is no vector, or -infinity for an empty one.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), split = elementwise, combine = Norm::<T>::merge, partial = Norm::of, finish = |norm: Norm<T>| norm.norm())]
pub fn norm<T: Real, D: Dimension>(x: ArrayView<T, D>, ord: Option<f64>) -> Result<T, KernelError> {
    norms::norm(x, ord, Sequential)
}

/// The norms of the vectors along `axis` of `x`, as [`norm`] has them.
///
/// # Errors
///
/// There is no such axis, or no memory for the result; or -infinity for an axis of length 0.
#[arrays::export(name = norm, types(T = [f64, f32]))]
pub fn norm_axis<T: Real>(
    x: ArrayViewD<T>,
    axis: i64,
    ord: Option<f64>,
) -> Result<ArrayD<T>, KernelError> {
    lanes::reduce(x, axis, |lane| Ok(Norm::of(ArrayView1::from(lane), ord)?.norm()))
}

/// [`norm`] on several threads; the result is the same.
///
/// # Errors
///
/// Those of [`norm`], or the threads cannot be started.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]))]
pub fn parallel_norm<T: Real, D: Dimension>(
    x: ArrayView<T, D>,
    ord: Option<f64>,
) -> Result<T, KernelError> {
    LIGHT.run(x.len(), || norms::norm(x, ord, LIGHT))?
}

/// The logarithm of the sum of the exponentials of the elements of `x`; -infinity for an empty array.
///
/// Of the exponentials of the differences to the largest element, as in SciPy: nothing overflows, and nothing is lost beside
/// the largest one.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), split = elementwise, combine = Exponentials::<T>::merge, partial = Exponentials::of, finish = |exponentials: Exponentials<T>| exponentials.log())]
pub fn logsumexp<T: Elementary, D: Dimension>(x: ArrayView<T, D>) -> T {
    fold(x, Sequential, &Exponentials::of, &Exponentials::merge).log()
}

/// The logarithms of the sums of the exponentials of the elements of `x` along `axis`, as [`logsumexp`] has them.
///
/// # Errors
///
/// There is no such axis, or no memory for the result.
#[arrays::export(name = logsumexp, types(T = [f64, f32]))]
pub fn logsumexp_axis<T: Elementary>(
    x: ArrayViewD<T>,
    axis: i64,
) -> Result<ArrayD<T>, KernelError> {
    lanes::reduce(x, axis, |lane| Ok(Exponentials::of(ArrayView1::from(lane)).log()))
}

/// [`logsumexp`] on several threads; the result is the same.
///
/// # Errors
///
/// The threads cannot be started.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]))]
pub fn parallel_logsumexp<T: Elementary, D: Dimension>(
    x: ArrayView<T, D>,
) -> Result<T, KernelError> {
    HEAVY.run(x.len(), || fold(x, HEAVY, &Exponentials::of, &Exponentials::merge).log())
}

/// The exponentials of the elements of `x` by the sum of all of them.
///
/// NaN throughout where an element is NaN, infinity, or all are -infinity.
///
/// # Errors
///
/// `x` is empty, or there is no memory for the computation.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), shapes(y = x))]
pub fn softmax<T: Elementary, D: Dimension>(
    x: ArrayView<T, D>,
    #[out] y: ArrayViewMut<T, D>,
) -> Result<(), KernelError> {
    exponentials::softmax(x, y, Sequential)
}

/// [`softmax`] along `axis` of `x`.
///
/// # Errors
///
/// There is no such axis, it has length 0, or there is no memory for the computation.
#[arrays::export(name = softmax, types(T = [f64, f32]), shapes(y = x))]
pub fn softmax_axis<T: Elementary>(
    x: ArrayViewD<T>,
    axis: i64,
    #[out] y: ArrayViewMutD<T>,
) -> Result<(), KernelError> {
    lanes::map(x, axis, y, exponentials::softmax_slice)
}

/// [`softmax`] on several threads; the result is the same.
///
/// # Errors
///
/// Those of [`softmax`], or the threads cannot be started.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), shapes(y = x))]
pub fn parallel_softmax<T: Elementary, D: Dimension>(
    x: ArrayView<T, D>,
    #[out] y: ArrayViewMut<T, D>,
) -> Result<(), KernelError> {
    HEAVY.run(x.len(), || exponentials::softmax(x, y, HEAVY))?
}

/// The logarithms of the [`softmax`] of `x`, also where that is too small for a number.
///
/// # Errors
///
/// `x` is empty.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), shapes(y = x))]
pub fn log_softmax<T: Elementary, D: Dimension>(
    x: ArrayView<T, D>,
    #[out] y: ArrayViewMut<T, D>,
) -> Result<(), KernelError> {
    exponentials::log_softmax(x, y)
}

/// [`log_softmax`] along `axis` of `x`.
///
/// # Errors
///
/// There is no such axis, it has length 0, or there is no memory for the computation.
#[arrays::export(name = log_softmax, types(T = [f64, f32]), shapes(y = x))]
pub fn log_softmax_axis<T: Elementary>(
    x: ArrayViewD<T>,
    axis: i64,
    #[out] y: ArrayViewMutD<T>,
) -> Result<(), KernelError> {
    lanes::map(x, axis, y, exponentials::log_softmax_slice)
}

/// The sum of the numbers among the elements of `x`, by pairwise summation; 0 where there is none.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), split = elementwise, combine = Add::add)]
pub fn nansum<T: Real, D: Dimension>(x: ArrayView<T, D>) -> T {
    fold(x, Sequential, &sums::nansum, &Add::add)
}

/// The sums of the numbers among the elements of `x` along `axis`, by pairwise summation.
///
/// # Errors
///
/// There is no such axis, or no memory for the result.
#[arrays::export(name = nansum, types(T = [f64, f32]))]
pub fn nansum_axis<T: Real>(x: ArrayViewD<T>, axis: i64) -> Result<ArrayD<T>, KernelError> {
    lanes::reduce(x, axis, |lane| Ok(sums::nansum(ArrayView1::from(lane))))
}

/// The sums of the numbers among the elements of `x` up to each one, as [`cumsum`] has them; 0 before the first.
#[arrays::export(types(T = [f64, f32]), shapes(x = [n], y = [n]), split = n, scan = cumulative::nan_go_on)]
pub fn nancumsum<T: Real>(x: ArrayView1<T>, #[out] y: ArrayViewMut1<T>) -> Result<(), KernelError> {
    cumulative::nan_go_on(&mut Default::default(), 0..x.len(), x, y)
}

/// The sums of the numbers among the elements of `x` along `axis` up to each one.
///
/// # Errors
///
/// There is no such axis, or no memory for the computation.
#[arrays::export(name = nancumsum, types(T = [f64, f32]), shapes(y = x))]
pub fn nancumsum_axis<T: Real>(
    x: ArrayViewD<T>,
    axis: i64,
    #[out] y: ArrayViewMutD<T>,
) -> Result<(), KernelError> {
    lanes::map(x, axis, y, |x, y| {
        cumulative::nancumsum(&mut Default::default(), x, y);
        Ok(())
    })
}

/// The arithmetic mean of the numbers among the elements of `x`; NaN where there is none.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), split = elementwise, combine = Total::<T>::merge, partial = Total::of_numbers, finish = |total: Total<T>| total.mean())]
pub fn nanmean<T: Real, D: Dimension>(x: ArrayView<T, D>) -> T {
    fold(x, Sequential, &Total::of_numbers, &Total::merge).mean()
}

/// The arithmetic means of the numbers among the elements of `x` along `axis`; NaN where a lane has none.
///
/// # Errors
///
/// There is no such axis, or no memory for the result.
#[arrays::export(name = nanmean, types(T = [f64, f32]))]
pub fn nanmean_axis<T: Real>(x: ArrayViewD<T>, axis: i64) -> Result<ArrayD<T>, KernelError> {
    lanes::reduce(x, axis, |lane| Ok(Total::of_numbers(ArrayView1::from(lane)).mean()))
}

/// The variance of the numbers among the elements of `x`, as [`var`] has it; NaN also where their count is not above `ddof`.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), split = elementwise, combine = Moments::merge, partial = Moments::of_numbers, finish = |moments: Moments| moments.nanvar::<T>())]
pub fn nanvar<T: Real, D: Dimension>(x: ArrayView<T, D>, ddof: Option<f64>) -> T {
    fold(x, Sequential, &|x| Moments::of_numbers(x, ddof), &Moments::merge).nanvar()
}

/// The variances of the numbers among the elements of `x` along `axis`, as [`nanvar`] has them.
///
/// # Errors
///
/// There is no such axis, or no memory for the result.
#[arrays::export(name = nanvar, types(T = [f64, f32]))]
pub fn nanvar_axis<T: Real>(
    x: ArrayViewD<T>,
    axis: i64,
    ddof: Option<f64>,
) -> Result<ArrayD<T>, KernelError> {
    lanes::reduce(x, axis, |lane| Ok(Moments::of_numbers(ArrayView1::from(lane), ddof).nanvar()))
}

/// The standard deviation of the numbers among the elements of `x`: the square root of their [variance](nanvar).
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), split = elementwise, combine = Moments::merge, partial = Moments::of_numbers, finish = |moments: Moments| moments.nanstd::<T>())]
pub fn nanstd<T: Real, D: Dimension>(x: ArrayView<T, D>, ddof: Option<f64>) -> T {
    fold(x, Sequential, &|x| Moments::of_numbers(x, ddof), &Moments::merge).nanstd()
}

/// The standard deviations of the numbers among the elements of `x` along `axis`, as [`nanstd`] has them.
///
/// # Errors
///
/// There is no such axis, or no memory for the result.
#[arrays::export(name = nanstd, types(T = [f64, f32]))]
pub fn nanstd_axis<T: Real>(
    x: ArrayViewD<T>,
    axis: i64,
    ddof: Option<f64>,
) -> Result<ArrayD<T>, KernelError> {
    lanes::reduce(x, axis, |lane| Ok(Moments::of_numbers(ArrayView1::from(lane), ddof).nanstd()))
}

/// The smallest of the numbers among the elements of `x`; NaN where there is none.
///
/// # Errors
///
/// `x` is empty.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), split = elementwise, combine = extremes::first_number::<Min, T>, partial = extremes::extreme_number::<Min, T, D>, finish = |extreme: T| extreme)]
pub fn nanmin<T: Real, D: Dimension>(x: ArrayView<T, D>) -> Result<T, KernelError> {
    extremes::extreme_number::<Min, T, D>(x)
}

/// The smallest of the numbers among the elements of `x` along `axis`; NaN where there is none.
///
/// # Errors
///
/// There is no such axis, it has length 0, or there is no memory for the result.
#[arrays::export(name = nanmin, types(T = [f64, f32]))]
pub fn nanmin_axis<T: Real>(x: ArrayViewD<T>, axis: i64) -> Result<ArrayD<T>, KernelError> {
    lanes::reduce(x, axis, |lane| extremes::extreme_number::<Min, T, Ix1>(lane.into()))
}

/// The largest of the numbers among the elements of `x`; NaN where there is none.
///
/// # Errors
///
/// `x` is empty.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), split = elementwise, combine = extremes::first_number::<Max, T>, partial = extremes::extreme_number::<Max, T, D>, finish = |extreme: T| extreme)]
pub fn nanmax<T: Real, D: Dimension>(x: ArrayView<T, D>) -> Result<T, KernelError> {
    extremes::extreme_number::<Max, T, D>(x)
}

/// The largest of the numbers among the elements of `x` along `axis`; NaN where there is none.
///
/// # Errors
///
/// There is no such axis, it has length 0, or there is no memory for the result.
#[arrays::export(name = nanmax, types(T = [f64, f32]))]
pub fn nanmax_axis<T: Real>(x: ArrayViewD<T>, axis: i64) -> Result<ArrayD<T>, KernelError> {
    lanes::reduce(x, axis, |lane| extremes::extreme_number::<Max, T, Ix1>(lane.into()))
}

/// The index in row-major order of the smallest of the numbers among the elements of `x`, the first one of equals.
///
/// # Errors
///
/// `x` is empty, or has no number.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]))]
pub fn nanargmin<T: Real, D: Dimension>(x: ArrayView<T, D>) -> Result<i64, KernelError> {
    Place::of_numbers::<Min, D>(x).map(Place::index)
}

/// The indices along `axis` of the smallest of the numbers among the elements of `x`, of the first one of equals.
///
/// # Errors
///
/// There is no such axis, it has length 0, a lane has no number, or there is no memory for the result.
#[arrays::export(name = nanargmin, types(T = [f64, f32]))]
pub fn nanargmin_axis<T: Real>(x: ArrayViewD<T>, axis: i64) -> Result<ArrayD<i64>, KernelError> {
    lanes::reduce(x, axis, |lane| Place::of_numbers::<Min, Ix1>(lane.into()).map(Place::index))
}

/// The index in row-major order of the largest of the numbers among the elements of `x`, the first one of equals.
///
/// # Errors
///
/// `x` is empty, or has no number.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]))]
pub fn nanargmax<T: Real, D: Dimension>(x: ArrayView<T, D>) -> Result<i64, KernelError> {
    Place::of_numbers::<Max, D>(x).map(Place::index)
}

/// The indices along `axis` of the largest of the numbers among the elements of `x`, of the first one of equals.
///
/// # Errors
///
/// There is no such axis, it has length 0, a lane has no number, or there is no memory for the result.
#[arrays::export(name = nanargmax, types(T = [f64, f32]))]
pub fn nanargmax_axis<T: Real>(x: ArrayViewD<T>, axis: i64) -> Result<ArrayD<i64>, KernelError> {
    lanes::reduce(x, axis, |lane| Place::of_numbers::<Max, Ix1>(lane.into()).map(Place::index))
}

#[cfg(test)]
mod tests;
