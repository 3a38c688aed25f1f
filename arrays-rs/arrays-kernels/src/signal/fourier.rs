//! Transforms of all lanes of an array along an axis.

use super::plan::{Kind, Plan, Signal};
use crate::axis::axis_of;
use crate::element::real;
use crate::error::KernelError;
use crate::memory::{probe, try_with_capacity};
use crate::parallel;
use arrays::prelude::*;
use num_complex::Complex;
use rayon::prelude::*;

/// What is transformed: numbers of one axis, their imaginary parts too where they are complex.
struct Lane<'a, T> {
    re: ArrayView1<'a, T>,
    im: Option<ArrayView1<'a, T>>,
}

/// How to transform lanes.
struct Transform<T: Signal> {
    kind: Kind,
    plan: Plan<T>,
    /// Points of the transform.
    points: usize,
}

/// Transforms `x` along `axis`, the last one when left out, `points` points each, one lane after the other or, in the
/// pool, several at a time.
pub(super) fn transform<T: Signal>(
    kind: Kind,
    x: ArrayViewD<T>,
    points: Option<i64>,
    axis: Option<i64>,
    parallel: bool,
) -> Result<ArrayD<T>, KernelError> {
    let (re, im) = match kind {
        Kind::RealForward => (x, None),
        Kind::Forward | Kind::Inverse | Kind::RealInverse => {
            let (re, im) = parts(x)?;
            (re, Some(im))
        }
    };
    let axis = axis_of(axis.unwrap_or(-1), re.ndim())?;
    let points = points_of(kind, points, re.len_of(axis))?;
    let mut shape: Vec<usize> = re.shape().to_vec();
    shape.remove(axis.index());
    let (outer, count) = (shape.len(), shape.iter().product());
    shape.extend(match kind {
        Kind::Forward | Kind::Inverse => vec![points, 2],
        Kind::RealForward => vec![points / 2 + 1, 2],
        Kind::RealInverse => vec![points],
    });
    // The transformed axis is behind the others, so that what belongs together lies together.
    let mut result = arrays::try_zeros(IxDyn(&shape))?;
    let transform = Transform { kind, plan: Plan::of(kind, points)?, points };
    let numbers = result.as_slice_mut().expect("a new array in row-major order");
    if !numbers.is_empty() {
        let mut lanes = try_with_capacity(count)?;
        let re = re.lanes(axis).into_iter();
        match &im {
            Some(im) => {
                let pairs = re.zip(im.lanes(axis));
                lanes.extend(pairs.map(|(re, im)| Lane { re, im: Some(im) }));
            }
            None => lanes.extend(re.map(|re| Lane { re, im: None })),
        }
        match parallel {
            true => parallel::run(|| transform.run_parallel(&lanes, numbers))??,
            false => transform.run(&lanes, numbers)?,
        }
    }
    let mut order: Vec<usize> = (0..outer).collect();
    order.insert(axis.index(), outer);
    order.extend(outer + 1..shape.len());
    Ok(result.permuted_axes(order))
}

/// Transforms complex numbers along `axis`, the last one when left out, into the memory they are in.
pub(super) fn transform_in_place<T: Signal>(
    kind: Kind,
    mut x: ArrayViewMutD<T>,
    axis: Option<i64>,
) -> Result<(), KernelError> {
    let (re, _) = parts(x.view())?;
    let last = re.ndim().wrapping_sub(1);
    let axis_index = axis_of(axis.unwrap_or(-1), re.ndim())?.index();
    let points = points_of(kind, None, re.len_of(Axis(axis_index)))?;
    match x.as_slice_mut() {
        Some(numbers) if axis_index == last => {
            let transform = Transform { kind, plan: Plan::of(kind, points)?, points };
            transform.run_in_place(numbers)
        }
        _ => {
            let result = transform(kind, x.view(), None, axis, false)?;
            x.assign(&result);
            Ok(())
        }
    }
}

fn points_of(kind: Kind, points: Option<i64>, len: usize) -> Result<usize, KernelError> {
    let points = points.unwrap_or(match kind {
        Kind::RealInverse => 2 * (len as i64 - 1),
        Kind::Forward | Kind::Inverse | Kind::RealForward => len as i64,
    });
    if points < 1 {
        return Err(KernelError::value(format!(
            "Invalid number of FFT data points ({points}) specified."
        )));
    }
    Ok(points as usize)
}

impl<T: Signal> Transform<T> {
    fn run_parallel(&self, lanes: &[Lane<T>], numbers: &mut [T]) -> Result<(), KernelError> {
        let group = lanes.len().div_ceil(4 * rayon::current_num_threads());
        let places = numbers.par_chunks_mut(numbers.len() / lanes.len() * group);
        lanes
            .par_chunks(group)
            .zip(places)
            .try_for_each(|(lanes, numbers)| self.run(lanes, numbers))
    }

    /// Transforms complex numbers, one lane behind the other.
    fn run_in_place(&self, numbers: &mut [T]) -> Result<(), KernelError> {
        let Plan::Complex(fft) = &self.plan else {
            unreachable!("complex numbers have such a plan")
        };
        let mut scratch = zeros(fft.get_inplace_scratch_len())?;
        let factor = real::<T>(self.points as f64).recip();
        for lane in numbers.chunks_exact_mut(2 * self.points) {
            fft.process_with_scratch(bytemuck::cast_slice_mut(lane), &mut scratch);
            if self.kind == Kind::Inverse {
                lane.iter_mut().for_each(|number| *number *= factor);
            }
        }
        Ok(())
    }

    fn run(&self, lanes: &[Lane<T>], numbers: &mut [T]) -> Result<(), KernelError> {
        let lane_len = numbers.len() / lanes.len();
        let places = lanes.iter().zip(numbers.chunks_exact_mut(lane_len));
        match &self.plan {
            Plan::Complex(_) => {
                for (lane, numbers) in places {
                    lane.copy_to(bytemuck::cast_slice_mut(numbers));
                }
                self.run_in_place(numbers)?;
            }
            Plan::ToComplex(fft) => {
                let mut scratch = zeros(fft.get_scratch_len())?;
                let mut input = zeros(self.points)?;
                for (lane, numbers) in places {
                    lane.copy_real_to(&mut input);
                    let numbers = bytemuck::cast_slice_mut(numbers);
                    let done = fft.process_with_scratch(&mut input, numbers, &mut scratch);
                    done.expect("the lengths are those of the plan");
                }
            }
            Plan::ToReal(fft) => {
                let mut scratch = zeros(fft.get_scratch_len())?;
                let mut input = zeros(self.points / 2 + 1)?;
                let factor = real::<T>(self.points as f64).recip();
                for (lane, numbers) in places {
                    lane.copy_to(&mut input);
                    // The imaginary parts of a real signal's transform at both ends, which are 0, are not looked at.
                    input[0].im = T::zero();
                    if self.points.is_multiple_of(2) {
                        input[self.points / 2].im = T::zero();
                    }
                    let done = fft.process_with_scratch(&mut input, numbers, &mut scratch);
                    done.expect("the lengths are those of the plan");
                    numbers.iter_mut().for_each(|number| *number *= factor);
                }
            }
        }
        Ok(())
    }
}

impl<T: Signal> Lane<'_, T> {
    /// Copies as many numbers as there are places; zeros where there are none.
    fn copy_to(&self, numbers: &mut [Complex<T>]) {
        let im = self.im.expect("the lane of complex numbers");
        let (filled, rest) = numbers.split_at_mut(self.re.len().min(numbers.len()));
        for ((place, &re), &im) in filled.iter_mut().zip(self.re).zip(im) {
            *place = Complex { re, im };
        }
        rest.fill(Complex::default());
    }

    fn copy_real_to(&self, numbers: &mut [T]) {
        let (filled, rest) = numbers.split_at_mut(self.re.len().min(numbers.len()));
        match self.re.as_slice() {
            Some(slice) => filled.copy_from_slice(&slice[..filled.len()]),
            None => filled.iter_mut().zip(self.re).for_each(|(place, &number)| *place = number),
        }
        rest.fill(T::zero());
    }
}

/// The real and the imaginary parts of complex numbers.
fn parts<T: Signal>(x: ArrayViewD<T>) -> Result<(ArrayViewD<T>, ArrayViewD<T>), KernelError> {
    if x.shape().last() != Some(&2) {
        return Err(KernelError::value(format!(
            "complex numbers have a last axis of length 2, for real and imaginary part, but the shape is {:?}",
            x.shape()
        )));
    }
    let last = Axis(x.ndim() - 1);
    Ok((x.clone().index_axis_move(last, 0), x.index_axis_move(last, 1)))
}

/// A checked buffer of zeros.
pub(super) fn zeros<T: Default + Clone>(len: usize) -> Result<Vec<T>, KernelError> {
    probe::<T>(len as u128)?;
    Ok(vec![T::default(); len])
}
