//! Order statistics, histograms, covariances, rolling windows and scaling.

mod covariances;
mod decay;
mod histograms;
mod medians;
mod quantiles;
mod scaling;
mod slices;
mod sums;
mod windows;

use crate::axis::axis_of;
use crate::element::{Number, Real};
use crate::error::KernelError;
use crate::parallel;
use arrays::ndarray::Dimension;
use arrays::prelude::*;
use histograms::{Bins, Rounded};
use num_traits::AsPrimitive;
use quantiles::{Method, Nans, Quantiles};
use windows::Stretches;

/// The quantiles `q` (each from 0 to 1) of the elements of `x`.
///
/// Linear interpolation between elements: NumPy's default method, number 7 of R. J. Hyndman and Y. Fan, "Sample
/// quantiles in statistical packages", The American Statistician 50 (1996). Every value is NaN when `x` is empty or holds a NaN.
///
/// # Errors
///
/// A `q` outside 0 to 1, or NaN; or memory that cannot be allocated.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), shapes(q = [k], values = [k]))]
pub fn quantile<T: Real, D: Dimension>(
    x: ArrayView<T, D>,
    q: ArrayView1<f64>,
    #[out] values: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    let levels = slices::ordered(&q)?;
    assign(values, Quantiles::new(&levels, Method::Linear, Nans::Spread)?.of(x)?)
}

/// The quantiles `q` of the elements of `x`, by another method.
///
/// Between two elements a quantile is by `method` `"linear"`, `"lower"`, `"higher"`, `"midpoint"` or `"nearest"`, which is
/// the one of even rank when it is in the middle. As [`quantile`] otherwise.
///
/// # Errors
///
/// As [`quantile`], or a `method` of another name.
#[arrays::export(
    name = quantile,
    types(T = [f64, f32], D = [Ix1, IxDyn]),
    shapes(q = [k], values = [k])
)]
pub fn quantile_by<T: Real, D: Dimension>(
    x: ArrayView<T, D>,
    q: ArrayView1<f64>,
    method: &str,
    #[out] values: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    let levels = slices::ordered(&q)?;
    assign(values, Quantiles::new(&levels, Method::of(method)?, Nans::Spread)?.of(x)?)
}

/// The quantile `q` (from 0 to 1) of the elements of `x`.
///
/// As [`quantile`]
///
/// # Errors
///
/// As [`quantile`].
#[arrays::export(name = quantile, types(T = [f64, f32], D = [Ix1, IxDyn]))]
pub fn quantile_at<T: Real, D: Dimension>(x: ArrayView<T, D>, q: f64) -> Result<T, KernelError> {
    one_of(x, q, Method::Linear, Nans::Spread)
}

/// The quantiles `q` of the elements of `x` along `axis`.
///
/// The first axis of the result is that of `q`; the others are those of `x` without `axis`. As [`quantile`] otherwise.
///
/// # Errors
///
/// As [`quantile`], or an `axis` that `x` does not have.
#[arrays::export(name = quantile, types(T = [f64, f32]))]
pub fn quantile_axis<T: Real>(
    x: ArrayViewD<T>,
    q: ArrayView1<f64>,
    axis: i64,
) -> Result<ArrayD<T>, KernelError> {
    let levels = slices::ordered(&q)?;
    let axis = axis_of(axis, x.ndim())?;
    Quantiles::new(&levels, Method::Linear, Nans::Spread)?.along(x, axis)
}

/// The quantiles `q` of the elements of `x` along `axis`, by another method.
///
/// The first axis of the result is that of `q`; the others are those of `x` without `axis`. As [`quantile_by`] otherwise.
///
/// # Errors
///
/// As [`quantile_by`], or an `axis` that `x` does not have.
#[arrays::export(name = quantile, types(T = [f64, f32]))]
pub fn quantile_axis_by<T: Real>(
    x: ArrayViewD<T>,
    q: ArrayView1<f64>,
    axis: i64,
    method: &str,
) -> Result<ArrayD<T>, KernelError> {
    let levels = slices::ordered(&q)?;
    let axis = axis_of(axis, x.ndim())?;
    Quantiles::new(&levels, Method::of(method)?, Nans::Spread)?.along(x, axis)
}

/// The quantiles `q` (each from 0 to 1) of the elements of `x` that are no NaNs.
///
/// Linear interpolation between elements: NumPy's default method, number 7 of R. J. Hyndman and Y. Fan, "Sample
/// quantiles in statistical packages", The American Statistician 50 (1996). NaNs count as not being there; every value is NaN when nothing else is.
///
/// # Errors
///
/// A `q` outside 0 to 1, or NaN; or memory that cannot be allocated.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), shapes(q = [k], values = [k]))]
pub fn nanquantile<T: Real, D: Dimension>(
    x: ArrayView<T, D>,
    q: ArrayView1<f64>,
    #[out] values: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    let levels = slices::ordered(&q)?;
    assign(values, Quantiles::new(&levels, Method::Linear, Nans::Skip)?.of(x)?)
}

/// The quantiles `q` of the elements of `x` that are no NaNs, by another method.
///
/// Between two elements a quantile is by `method` `"linear"`, `"lower"`, `"higher"`, `"midpoint"` or `"nearest"`, which is
/// the one of even rank when it is in the middle. As [`nanquantile`] otherwise.
///
/// # Errors
///
/// As [`nanquantile`], or a `method` of another name.
#[arrays::export(
    name = nanquantile,
    types(T = [f64, f32], D = [Ix1, IxDyn]),
    shapes(q = [k], values = [k])
)]
pub fn nanquantile_by<T: Real, D: Dimension>(
    x: ArrayView<T, D>,
    q: ArrayView1<f64>,
    method: &str,
    #[out] values: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    let levels = slices::ordered(&q)?;
    assign(values, Quantiles::new(&levels, Method::of(method)?, Nans::Skip)?.of(x)?)
}

/// The quantile `q` (from 0 to 1) of the elements of `x` that are no NaNs.
///
/// As [`nanquantile`]
///
/// # Errors
///
/// As [`nanquantile`].
#[arrays::export(name = nanquantile, types(T = [f64, f32], D = [Ix1, IxDyn]))]
pub fn nanquantile_at<T: Real, D: Dimension>(x: ArrayView<T, D>, q: f64) -> Result<T, KernelError> {
    one_of(x, q, Method::Linear, Nans::Skip)
}

/// The quantiles `q` of the elements of `x` that are no NaNs along `axis`.
///
/// The first axis of the result is that of `q`; the others are those of `x` without `axis`. As [`nanquantile`] otherwise.
///
/// # Errors
///
/// As [`nanquantile`], or an `axis` that `x` does not have.
#[arrays::export(name = nanquantile, types(T = [f64, f32]))]
pub fn nanquantile_axis<T: Real>(
    x: ArrayViewD<T>,
    q: ArrayView1<f64>,
    axis: i64,
) -> Result<ArrayD<T>, KernelError> {
    let levels = slices::ordered(&q)?;
    let axis = axis_of(axis, x.ndim())?;
    Quantiles::new(&levels, Method::Linear, Nans::Skip)?.along(x, axis)
}

/// The quantiles `q` of the elements of `x` that are no NaNs along `axis`, by another method.
///
/// The first axis of the result is that of `q`; the others are those of `x` without `axis`. As [`nanquantile_by`] otherwise.
///
/// # Errors
///
/// As [`nanquantile_by`], or an `axis` that `x` does not have.
#[arrays::export(name = nanquantile, types(T = [f64, f32]))]
pub fn nanquantile_axis_by<T: Real>(
    x: ArrayViewD<T>,
    q: ArrayView1<f64>,
    axis: i64,
    method: &str,
) -> Result<ArrayD<T>, KernelError> {
    let levels = slices::ordered(&q)?;
    let axis = axis_of(axis, x.ndim())?;
    Quantiles::new(&levels, Method::of(method)?, Nans::Skip)?.along(x, axis)
}

/// [`quantile`] by several threads, with the same values.
///
/// # Errors
///
/// As [`quantile`], or threads that cannot be started.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), shapes(q = [k], values = [k]))]
pub fn parallel_quantile<T: Real, D: Dimension>(
    x: ArrayView<T, D>,
    q: ArrayView1<f64>,
    #[out] values: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    let levels = slices::ordered(&q)?;
    let quantiles = Quantiles::new(&levels, Method::Linear, Nans::Spread)?.parallel();
    assign(values, parallel::run(|| quantiles.of(x))??)
}

/// The median of the elements of `x`: of an even number of them, the mean of the two in the middle.
///
/// NaN when `x` is empty or holds a NaN.
///
/// # Errors
///
/// Memory that cannot be allocated.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]))]
pub fn median<T: Real, D: Dimension>(x: ArrayView<T, D>) -> Result<T, KernelError> {
    one_of(x, 0.5, Method::Mean, Nans::Spread)
}

/// The median of the elements of `x` along `axis`.
///
/// The result has the axes of `x` without `axis`. As [`median`] otherwise.
///
/// # Errors
///
/// An `axis` that `x` does not have, or memory that cannot be allocated.
#[arrays::export(name = median, types(T = [f64, f32]))]
pub fn median_axis<T: Real>(x: ArrayViewD<T>, axis: i64) -> Result<ArrayD<T>, KernelError> {
    let axis = axis_of(axis, x.ndim())?;
    let medians = Quantiles::new(&[0.5], Method::Mean, Nans::Spread)?.along(x, axis)?;
    Ok(medians.index_axis_move(Axis(0), 0))
}

/// The median of the elements of `x` that are no NaNs: of an even number of them, the mean of the two in the middle.
///
/// NaNs count as not being there; NaN when nothing else is.
///
/// # Errors
///
/// Memory that cannot be allocated.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]))]
pub fn nanmedian<T: Real, D: Dimension>(x: ArrayView<T, D>) -> Result<T, KernelError> {
    one_of(x, 0.5, Method::Mean, Nans::Skip)
}

/// The median of the elements of `x` that are no NaNs along `axis`.
///
/// The result has the axes of `x` without `axis`. As [`nanmedian`] otherwise.
///
/// # Errors
///
/// An `axis` that `x` does not have, or memory that cannot be allocated.
#[arrays::export(name = nanmedian, types(T = [f64, f32]))]
pub fn nanmedian_axis<T: Real>(x: ArrayViewD<T>, axis: i64) -> Result<ArrayD<T>, KernelError> {
    let axis = axis_of(axis, x.ndim())?;
    let medians = Quantiles::new(&[0.5], Method::Mean, Nans::Skip)?.along(x, axis)?;
    Ok(medians.index_axis_move(Axis(0), 0))
}

/// The quantile `q` of `x`.
fn one_of<T: Real, D: Dimension>(
    x: ArrayView<T, D>,
    q: f64,
    method: Method,
    nans: Nans,
) -> Result<T, KernelError> {
    Ok(Quantiles::new(&[q], method, nans)?.of(x)?[0])
}

/// Copies `values` to `out`, which has as many elements.
fn assign<T: Real>(mut out: ArrayViewMut1<T>, values: Vec<T>) -> Result<(), KernelError> {
    out.assign(&ArrayView1::from(&values));
    Ok(())
}

/// The numbers of elements of `x` in `bins` intervals of one width, and the `edges` of these.
///
/// The intervals divide the range from `low` to `high`, which are the least and the greatest element when left out
/// (0 and 1 when `x` is empty), and 0.5 less and more when they are equal. An interval holds its lower edge, and the
/// last one its upper edge too. Elements out of range, NaNs among them, are not counted. `counts` has the shape
/// `[bins]`, `edges` the shape `[bins + 1]`; both are those of NumPy's `histogram` to the last digit.
///
/// # Errors
///
/// No `bins`; a `low` above `high`; a range that is not finite, given or found in `x`; bins too narrow for the
/// numbers there are; or memory that cannot be allocated.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), returns(counts, edges))]
pub fn histogram<T: Rounded, D: Dimension>(
    x: ArrayView<T, D>,
    bins: usize,
    low: Option<T>,
    high: Option<T>,
) -> Result<(Array1<i64>, Array1<T>), KernelError> {
    let (low, high) = histograms::range_of(&x, low, high)?;
    let bins = Bins::new(low, high, bins)?;
    Ok((bins.count_in(x)?, bins.into_edges()))
}

/// [`histogram`] by several threads, with the same counts and edges.
///
/// # Errors
///
/// As [`histogram`], or threads that cannot be started.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), returns(counts, edges))]
pub fn parallel_histogram<T: Rounded, D: Dimension>(
    x: ArrayView<T, D>,
    bins: usize,
    low: Option<T>,
    high: Option<T>,
) -> Result<(Array1<i64>, Array1<T>), KernelError> {
    let x = slices::unordered(&x)?;
    parallel::run(|| {
        let (low, high) = histograms::par_range_of(&x, low, high)?;
        let bins = Bins::new(low, high, bins)?;
        Ok((bins.par_count_in(&x)?, bins.into_edges()))
    })?
}

/// The numbers of elements of `x` in the intervals between neighbours of `edges`, which ascend.
///
/// As the other [`histogram`] otherwise; edges that are equal have an empty interval between them.
///
/// # Errors
///
/// No edges; edges that descend, or are NaN; or memory that cannot be allocated.
#[arrays::export(name = histogram, types(T = [f64, f32], D = [Ix1, IxDyn]))]
pub fn histogram_edges<T: Real, D: Dimension>(
    x: ArrayView<T, D>,
    edges: ArrayView1<T>,
) -> Result<Array1<i64>, KernelError> {
    histograms::count_between(x, &slices::ordered(&edges)?)
}

/// How often each number from 0 to the greatest of `x` occurs in it.
///
/// The result has at least `minlength` elements, 0 when left out.
///
/// # Errors
///
/// A negative number in `x`, or memory that cannot be allocated.
#[arrays::export(types(T = [i64, i32]))]
pub fn bincount<T: Number + AsPrimitive<i64>>(
    x: ArrayView1<T>,
    minlength: Option<usize>,
) -> Result<Array1<i64>, KernelError> {
    histograms::count_values(x, minlength.unwrap_or(0))
}

/// The sum of the `weights` of each number from 0 to the greatest of `x`.
///
/// As the other [`bincount`] otherwise.
///
/// # Errors
///
/// A negative number in `x`, or memory that cannot be allocated.
#[arrays::export(name = bincount, types(T = [i64, i32]), shapes(x = [n], weights = [n]))]
pub fn bincount_weights<T: Number + AsPrimitive<i64>>(
    x: ArrayView1<T>,
    weights: ArrayView1<f64>,
    minlength: Option<usize>,
) -> Result<Array1<f64>, KernelError> {
    histograms::sum_weights(x, weights, minlength.unwrap_or(0))
}

/// The covariance matrix of the variables in `x`.
///
/// The rows of `x` are variables and its columns observations, or the other way round when `rowvar` is false. The sums
/// of products, of doubles, are divided by the number of observations less `ddof`, which is 1 when left out; with no
/// degrees of freedom left, the result is infinite or NaN.
///
/// # Errors
///
/// Memory that cannot be allocated.
#[arrays::export(types(T = [f64, f32]))]
pub fn cov<T: Real>(
    x: ArrayView2<T>,
    rowvar: Option<bool>,
    ddof: Option<i64>,
) -> Result<Array2<T>, KernelError> {
    covariances::of_rows(variables(x, rowvar), ddof.unwrap_or(1), false)
}

/// [`cov`] by several threads, with the same bits.
///
/// # Errors
///
/// Memory that cannot be allocated, or threads that cannot be started.
#[arrays::export(types(T = [f64, f32]))]
pub fn parallel_cov<T: Real>(
    x: ArrayView2<T>,
    rowvar: Option<bool>,
    ddof: Option<i64>,
) -> Result<Array2<T>, KernelError> {
    parallel::run(|| covariances::of_rows(variables(x, rowvar), ddof.unwrap_or(1), true))?
}

/// The correlation coefficients (Pearson's) of the variables in `x`, from -1 to 1.
///
/// The rows of `x` are variables and its columns observations, or the other way round when `rowvar` is false. A
/// variable of one value has the coefficients NaN. Sums are of doubles.
///
/// # Errors
///
/// Memory that cannot be allocated.
#[arrays::export(types(T = [f64, f32]))]
pub fn corrcoef<T: Real>(x: ArrayView2<T>, rowvar: Option<bool>) -> Result<Array2<T>, KernelError> {
    covariances::correlations(variables(x, rowvar), false)
}

/// [`corrcoef`] by several threads, with the same bits.
///
/// # Errors
///
/// Memory that cannot be allocated, or threads that cannot be started.
#[arrays::export(types(T = [f64, f32]))]
pub fn parallel_corrcoef<T: Real>(
    x: ArrayView2<T>,
    rowvar: Option<bool>,
) -> Result<Array2<T>, KernelError> {
    parallel::run(|| covariances::correlations(variables(x, rowvar), true))?
}

/// `x` with its variables in rows.
fn variables<T>(x: ArrayView2<T>, rowvar: Option<bool>) -> ArrayView2<T> {
    if rowvar.unwrap_or(true) { x } else { x.reversed_axes() }
}

/// The sum of each window of `window` elements of `x` that ends at the element of the same index.
///
/// Before the first full window, and of windows that hold a NaN, it is NaN (pandas' convention, with `min_periods`
/// the window; infinities, which pandas takes for NaNs, are numbers here). Sums are of doubles, pairwise, and
/// compensated (as D. E. Knuth, "The Art of Computer Programming" 2, 4.2.2) in long windows; nothing is subtracted from
/// a sum, so that no error outlives its window.
///
/// # Errors
///
/// A `window` of 0, or memory that cannot be allocated.
#[arrays::export(types(T = [f64, f32]), shapes(x = [n], sums = [n]), split = n, scan = windows::sums)]
pub fn rolling_sum<T: Real>(
    x: ArrayView1<T>,
    window: usize,
    #[out] sums: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    windows::sums(&mut Stretches::default(), 0..x.len(), x, window, sums)
}

/// The mean of each window of `window` elements of `x` that ends at the element of the same index.
///
/// Before the first full window, and of windows that hold a NaN, it is NaN (pandas' convention, with `min_periods`
/// the window; infinities, which pandas takes for NaNs, are numbers here). Sums are those of [`rolling_sum`]; of more
/// than 1024 elements one beyond the largest number makes the mean infinite.
///
/// # Errors
///
/// A `window` of 0, or memory that cannot be allocated.
#[arrays::export(types(T = [f64, f32]), shapes(x = [n], means = [n]), split = n, scan = windows::means)]
pub fn rolling_mean<T: Real>(
    x: ArrayView1<T>,
    window: usize,
    #[out] means: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    windows::means(&mut Stretches::default(), 0..x.len(), x, window, means)
}

/// The standard deviation of each window of `window` elements of `x` that ends at the element of the same index.
///
/// The sums of squared deviations are divided by `window - ddof`; `ddof` is 1 when left out, as in pandas. Before the
/// first full window, and of windows that hold a NaN, it is NaN (pandas' convention, with `min_periods` the window;
/// infinities, which pandas takes for NaNs, are numbers here). So is it where `ddof` leaves no degrees of freedom.
/// The moments of parts of a window, in doubles, are joined as in T. F. Chan, G. H. Golub, R. J. LeVeque, "Updating
/// formulae and a pairwise algorithm for computing sample variances", Stanford STAN-CS-79-773 (1979), with means of
/// twice the digits, and none is taken away: numbers far from 0 lose none of theirs.
///
/// # Errors
///
/// A `window` of 0, or memory that cannot be allocated.
#[arrays::export(types(T = [f64, f32]), shapes(x = [n], stds = [n]), split = n, scan = windows::deviations)]
pub fn rolling_std<T: Real>(
    x: ArrayView1<T>,
    window: usize,
    ddof: Option<i64>,
    #[out] stds: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    windows::deviations(&mut Stretches::default(), 0..x.len(), x, window, ddof, stds)
}

/// The least element of each window of `window` elements of `x` that ends at the element of the same index.
///
/// Before the first full window, and of windows that hold a NaN, it is NaN (pandas' convention, with `min_periods`
/// the window; infinities, which pandas takes for NaNs, are numbers here).
///
/// # Errors
///
/// A `window` of 0, or memory that cannot be allocated.
#[arrays::export(types(T = [f64, f32]), shapes(x = [n], minima = [n]), split = n, scan = windows::minima)]
pub fn rolling_min<T: Real>(
    x: ArrayView1<T>,
    window: usize,
    #[out] minima: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    windows::minima(&mut Stretches::default(), 0..x.len(), x, window, minima)
}

/// The greatest element of each window of `window` elements of `x` that ends at the element of the same index.
///
/// Before the first full window, and of windows that hold a NaN, it is NaN (pandas' convention, with `min_periods`
/// the window; infinities, which pandas takes for NaNs, are numbers here).
///
/// # Errors
///
/// A `window` of 0, or memory that cannot be allocated.
#[arrays::export(types(T = [f64, f32]), shapes(x = [n], maxima = [n]), split = n, scan = windows::maxima)]
pub fn rolling_max<T: Real>(
    x: ArrayView1<T>,
    window: usize,
    #[out] maxima: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    windows::maxima(&mut Stretches::default(), 0..x.len(), x, window, maxima)
}

/// The median of each window of `window` elements of `x` that ends at the element of the same index.
///
/// Before the first full window, and of windows that hold a NaN, it is NaN (pandas' convention, with `min_periods`
/// the window; infinities, which pandas takes for NaNs, are numbers here). In O(n log window), by J. Suomela, "Median
/// filtering is equivalent to sorting", arXiv:1406.1717 (2014).
///
/// # Errors
///
/// A `window` of 0, or memory that cannot be allocated.
#[arrays::export(types(T = [f64, f32]), shapes(x = [n], medians = [n]))]
pub fn rolling_median<T: Real>(
    x: ArrayView1<T>,
    window: usize,
    #[out] medians: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    let x = slices::ordered(&x)?;
    slices::fill(medians, |medians| medians::rolling(&x, window, medians))
}

/// [`rolling_median`] by several threads, with the same values.
///
/// # Errors
///
/// As [`rolling_median`], or threads that cannot be started.
#[arrays::export(types(T = [f64, f32]), shapes(x = [n], medians = [n]))]
pub fn parallel_rolling_median<T: Real>(
    x: ArrayView1<T>,
    window: usize,
    #[out] medians: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    let x = slices::ordered(&x)?;
    slices::fill(medians, |medians| parallel::run(|| medians::par_rolling(&x, window, medians))?)
}

/// The exponentially weighted mean of the elements of `x` up to each of them: pandas' `ewm(alpha=alpha).mean()`.
///
/// An element has the weight 1, and at each step the weights of all before it are multiplied by `1 - alpha`; with
/// `adjust` false, which is true when left out, the mean is `(1 - alpha)` times the one before and `alpha` times the
/// element. NaNs have no weight, and make a step for the others unless `ignore_na` (false when left out) is true;
/// until the first number means are NaN. Infinities, which pandas takes for NaNs, are numbers here. A `com` in pandas is
/// the `alpha` of `1 / (1 + com)`, a `span` that of `2 / (span + 1)`, and a `halflife` that of
/// `1 - exp(-ln(2) / halflife)`.
///
/// # Errors
///
/// An `alpha` that is not above 0 and at most 1, or memory that cannot be allocated.
#[arrays::export(types(T = [f64, f32]), shapes(x = [n], means = [n]), split = n, scan = decay::means)]
pub fn ewm_mean<T: Real>(
    x: ArrayView1<T>,
    alpha: f64,
    adjust: Option<bool>,
    ignore_na: Option<bool>,
    #[out] means: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    decay::means(&mut None, 0..x.len(), x, alpha, adjust, ignore_na, means)
}

/// Brings every column of `x` to mean 0 and standard deviation 1, in place: z-scores.
///
/// The standard deviation is the population's (`ddof = 0`), computed in doubles. A column of one repeated value becomes
/// zeros; a column that holds a NaN or an infinity becomes NaN.
///
/// # Errors
///
/// The memory for a few rows, or for a copy of a matrix or column that is not contiguous, cannot be allocated.
#[arrays::export(types(T = [f64, f32]), shapes(x = [n, m]))]
pub fn standardize<T: Real>(x: ArrayViewMut2<T>) -> Result<(), KernelError> {
    if x.is_empty() { Ok(()) } else { scaling::standardize(x) }
}

#[cfg(test)]
mod tests;
