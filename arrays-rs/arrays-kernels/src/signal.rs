//! Fourier transforms and convolution.
//!
//! An array of complex numbers is one of real numbers with a last axis of length 2: real and imaginary part. Where a
//! function has an `axis`, the last axis of complex numbers is not counted: -1 is the one before it.

mod convolution;
mod fourier;
mod plan;

pub use convolution::Term;
pub use plan::Signal;

use crate::error::KernelError;
use crate::memory::try_to_vec;
use arrays::ndarray::{Dimension, Slice};
use arrays::prelude::*;
use plan::Kind;

/// The discrete Fourier transform of the complex numbers `x` along `axis`, the last one when left out.
///
/// `x` has the shape `[…, 2]`, and so has the result, with `n` points along `axis`: where there are more they are cut
/// off, where there are less zeros follow; as many as there are when `n` is left out. Not scaled, as
/// `numpy.fft.fft`. Plans are kept for calls to come, for 2²⁴ points in all. For real numbers see [`rfft()`].
///
/// # Errors
///
/// `n` is less than 1; there is no such axis; the last axis is not of length 2; memory cannot be allocated.
#[arrays::export(types(T = [f64, f32]))]
pub fn fft<T: Signal>(
    x: ArrayViewD<T>,
    n: Option<i64>,
    axis: Option<i64>,
) -> Result<ArrayD<T>, KernelError> {
    fourier::transform(Kind::Forward, x, n, axis, false)
}

/// The inverse discrete Fourier transform of the complex numbers `x` along `axis`, the last one when left out.
///
/// `x` has the shape `[…, 2]`, and so has the result, with `n` points along `axis`: where there are more they are cut
/// off, where there are less zeros follow; as many as there are when `n` is left out. Divided by `n`, as
/// `numpy.fft.ifft`.
///
/// # Errors
///
/// `n` is less than 1; there is no such axis; the last axis is not of length 2; memory cannot be allocated.
#[arrays::export(types(T = [f64, f32]))]
pub fn ifft<T: Signal>(
    x: ArrayViewD<T>,
    n: Option<i64>,
    axis: Option<i64>,
) -> Result<ArrayD<T>, KernelError> {
    fourier::transform(Kind::Inverse, x, n, axis, false)
}

/// [`fft()`] of `x` into the memory it is in.
///
/// # Errors
///
/// There are no points; there is no such axis; the last axis is not of length 2; memory cannot be allocated.
#[arrays::export(types(T = [f64, f32]))]
pub fn fft_in_place<T: Signal>(x: ArrayViewMutD<T>, axis: Option<i64>) -> Result<(), KernelError> {
    fourier::transform_in_place(Kind::Forward, x, axis)
}

/// [`ifft()`] of `x` into the memory it is in.
///
/// # Errors
///
/// There are no points; there is no such axis; the last axis is not of length 2; memory cannot be allocated.
#[arrays::export(types(T = [f64, f32]))]
pub fn ifft_in_place<T: Signal>(x: ArrayViewMutD<T>, axis: Option<i64>) -> Result<(), KernelError> {
    fourier::transform_in_place(Kind::Inverse, x, axis)
}

/// The discrete Fourier transform of the real numbers `x` along `axis`, the last one when left out.
///
/// The first half, `n / 2 + 1` complex numbers along `axis` and a last axis of length 2: the others are their
/// conjugates. Of `n` numbers: where there are more they are cut off, where there are less zeros follow; as many as
/// there are when `n` is left out. Not scaled, as `numpy.fft.rfft`.
///
/// # Errors
///
/// `n` is less than 1; there is no such axis; memory cannot be allocated.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]))]
pub fn rfft<T: Signal, D: Dimension>(
    x: ArrayView<T, D>,
    n: Option<i64>,
    axis: Option<i64>,
) -> Result<ArrayD<T>, KernelError> {
    fourier::transform(Kind::RealForward, x.into_dyn(), n, axis, false)
}

/// The real numbers whose discrete Fourier transform begins with the complex numbers `x`, along `axis`, the last one
/// when left out.
///
/// `x` has the shape `[…, 2]`, the result has `n` numbers along `axis`, and no last axis. `n / 2 + 1` complex numbers
/// make them: where there are more they are cut off, where there are less zeros follow. When `n` is left out it is
/// twice the length of `x` less 2. The imaginary parts of the first, and with an even `n` of the last, are taken for
/// 0. Divided by `n`, as `numpy.fft.irfft`.
///
/// # Errors
///
/// `n` is less than 1; there is no such axis; the last axis is not of length 2; memory cannot be allocated.
#[arrays::export(types(T = [f64, f32]))]
pub fn irfft<T: Signal>(
    x: ArrayViewD<T>,
    n: Option<i64>,
    axis: Option<i64>,
) -> Result<ArrayD<T>, KernelError> {
    fourier::transform(Kind::RealInverse, x, n, axis, false)
}

/// [`fft()`] with several lanes along `axis` at a time, on the threads of the pool.
///
/// # Errors
///
/// As [`fft()`]; the threads cannot be started.
#[arrays::export(types(T = [f64, f32]))]
pub fn parallel_fft<T: Signal>(
    x: ArrayViewD<T>,
    n: Option<i64>,
    axis: Option<i64>,
) -> Result<ArrayD<T>, KernelError> {
    fourier::transform(Kind::Forward, x, n, axis, true)
}

/// [`rfft()`] with several lanes along `axis` at a time, on the threads of the pool.
///
/// # Errors
///
/// As [`rfft()`]; the threads cannot be started.
#[arrays::export(types(T = [f64, f32]))]
pub fn parallel_rfft<T: Signal>(
    x: ArrayViewD<T>,
    n: Option<i64>,
    axis: Option<i64>,
) -> Result<ArrayD<T>, KernelError> {
    fourier::transform(Kind::RealForward, x, n, axis, true)
}

/// The convolution of `a` and `v`, wherever they overlap: `a.len() + v.len() - 1` numbers.
///
/// As `numpy.convolve`, by the definition: each number is the sum of the products that meet in it, and of integers an
/// integer, which wraps around. Where both are longer than a few hundred, [`fft_convolve()`] takes less time.
///
/// # Errors
///
/// One of them is empty; memory cannot be allocated.
#[arrays::export(types(T = [f64, f32, i64, i32]))]
pub fn convolve<T: Term>(a: ArrayView1<T>, v: ArrayView1<T>) -> Result<Array1<T>, KernelError> {
    convolve_mode(a, v, "full")
}

/// The convolution of `a` and `v`: with `mode` "full" wherever they overlap, with "same" as many numbers from the middle
/// as the longer one has, with "valid" where they overlap completely.
///
/// As `numpy.convolve`, by the definition: each number is the sum of the products that meet in it, and of integers an
/// integer, which wraps around. Where both are longer than a few hundred, [`fft_convolve()`] takes less time.
///
/// # Errors
///
/// One of them is empty; `mode` is none of those; memory cannot be allocated.
#[arrays::export(name = convolve, types(T = [f64, f32, i64, i32]))]
pub fn convolve_mode<T: Term>(
    a: ArrayView1<T>,
    v: ArrayView1<T>,
    mode: &str,
) -> Result<Array1<T>, KernelError> {
    let Overlap { long, short, first, len } = overlap(a, v, mode)?;
    let mut result = arrays::try_zeros(len)?;
    let results = result.as_slice_mut().expect("a new array lies in one piece");
    match (long.as_slice(), short.as_slice()) {
        (Some(long), Some(short)) => convolution::direct(long, short, first, results),
        _ => convolution::direct(&try_to_vec(long)?, &try_to_vec(short)?, first, results),
    }
    Ok(result)
}

/// The convolution of `a` and `v` by Fourier transforms, with the modes of [`convolve_mode()`].
///
/// As `scipy.signal.fftconvolve`, or `oaconvolve` where one is much longer. Its errors are in proportion to the largest
/// numbers, not to each result, and an infinite number or a NaN makes NaNs of results that it has no part in.
///
/// # Errors
///
/// One of them is empty; `mode` is none of those; memory cannot be allocated.
#[arrays::export(types(T = [f64, f32]))]
pub fn fft_convolve<T: Signal>(
    a: ArrayView1<T>,
    v: ArrayView1<T>,
    mode: &str,
) -> Result<Array1<T>, KernelError> {
    let Overlap { long, short, first, len } = overlap(a, v, mode)?;
    let mut result = arrays::try_zeros(long.len() + short.len() - 1)?;
    let results = result.as_slice_mut().expect("a new array lies in one piece");
    match (long.as_slice(), short.as_slice()) {
        (Some(long), Some(short)) => convolution::by_fourier(long, short, results)?,
        _ => convolution::by_fourier(&try_to_vec(long)?, &try_to_vec(short)?, results)?,
    }
    Ok(result.slice_axis_move(Axis(0), Slice::from(first..first + len)))
}

/// Which of the results of a full convolution are asked for.
struct Overlap<'a, T> {
    long: ArrayView1<'a, T>,
    short: ArrayView1<'a, T>,
    first: usize,
    len: usize,
}

fn overlap<'a, T>(
    a: ArrayView1<'a, T>,
    v: ArrayView1<'a, T>,
    mode: &str,
) -> Result<Overlap<'a, T>, KernelError> {
    if a.is_empty() {
        return Err(KernelError::value("a cannot be empty"));
    }
    if v.is_empty() {
        return Err(KernelError::value("v cannot be empty"));
    }
    let (long, short) = if a.len() >= v.len() { (a, v) } else { (v, a) };
    let (n, m) = (long.len(), short.len());
    let (first, len) = match mode {
        "full" => (0, n + m - 1),
        "same" => ((m - 1) / 2, n),
        "valid" => (m - 1, n - m + 1),
        _ => {
            return Err(KernelError::value(format!(
                "mode must be one of 'valid', 'same', or 'full' (got '{mode}')"
            )));
        }
    };
    Ok(Overlap { long, short, first, len })
}

#[cfg(test)]
mod tests;
