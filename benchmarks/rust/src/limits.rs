//! What the machine can do at most: plain loops over memory, and multiplications with additions that never leave
//! the registers.

use arrays::prelude::*;
use pulp::{Arch, Simd, WithSimd};
use std::hint::black_box;
use std::num::NonZero;
use std::thread;

/// Reads `x` once, adding up its elements.
#[arrays::export(shapes(x = [n]))]
pub fn read(x: ArrayView1<f64>) -> f64 {
    Arch::new().dispatch(|| sum(contiguous(x)))
}

/// Reads `x` once, each processor an equal part of it.
#[arrays::export(shapes(x = [n]))]
pub fn read_parallel(x: ArrayView1<f64>) -> f64 {
    let x = contiguous(x);
    let part = x.len().div_ceil(processors()).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> = x
            .chunks(part)
            .map(|part| scope.spawn(move || Arch::new().dispatch(|| sum(part))))
            .collect();
        parts
            .into_iter()
            .map(|part| part.join().expect("a sum"))
            .sum()
    })
}

/// Copies `x` to `y`.
#[arrays::export(shapes(x = [n], y = [n]))]
pub fn copy(x: ArrayView1<f64>, #[out] mut y: ArrayViewMut1<f64>) {
    y.as_slice_mut()
        .expect("contiguous")
        .copy_from_slice(contiguous(x));
}

/// Reads `x` and `y`, and writes `y`.
#[arrays::export(shapes(x = [n], y = [n]))]
pub fn update(x: ArrayView1<f64>, mut y: ArrayViewMut1<f64>) {
    let x = contiguous(x);
    let y = y.as_slice_mut().expect("contiguous");
    Arch::new().dispatch(|| y.iter_mut().zip(x).for_each(|(y, x)| *y = 0.5 * (*y + x)));
}

/// Reads `x` and `y`, and writes `z`.
#[arrays::export(shapes(x = [n], y = [n], z = [n]))]
pub fn triad(x: ArrayView1<f64>, y: ArrayView1<f64>, #[out] mut z: ArrayViewMut1<f64>) {
    let x = contiguous(x);
    let y = contiguous(y);
    let z = z.as_slice_mut().expect("contiguous");
    Arch::new().dispatch(|| {
        for ((z, x), y) in z.iter_mut().zip(x).zip(y) {
            *z = x + y;
        }
    });
}

/// Multiplies and adds in registers until that many operations are done; a multiplication with an addition is two.
#[arrays::export]
pub fn fma(operations: usize) -> f64 {
    Arch::new().dispatch(Fma { operations })
}

/// As `fma`, that many operations on each processor.
#[arrays::export]
pub fn fma_parallel(operations: usize) -> f64 {
    thread::scope(|scope| {
        let all: Vec<_> = (0..processors())
            .map(|_| scope.spawn(move || Arch::new().dispatch(Fma { operations })))
            .collect();
        all.into_iter()
            .map(|one| one.join().expect("a number"))
            .sum()
    })
}

struct Fma {
    operations: usize,
}

impl WithSimd for Fma {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> f64 {
        // As many chains as any processor needs to keep its units busy, and all of them in 16 registers.
        const CHAINS: usize = 12;
        let factor = simd.splat_f64s(black_box(0.5));
        let term = simd.splat_f64s(black_box(1.0));
        let mut chains = [term; CHAINS];
        for _ in 0..self.operations / (2 * CHAINS * S::F64_LANES) {
            for chain in &mut chains {
                *chain = simd.mul_add_f64s(*chain, factor, term);
            }
        }
        chains
            .into_iter()
            .map(|chain| simd.reduce_sum_f64s(chain))
            .sum()
    }
}

/// The sum by as many accumulators as fill several registers of any width.
#[inline(always)]
fn sum(x: &[f64]) -> f64 {
    let mut sums = [0.0; 64];
    let (chunks, rest) = x.as_chunks::<64>();
    for chunk in chunks {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += value;
        }
    }
    sums.iter().sum::<f64>() + rest.iter().sum::<f64>()
}

fn contiguous(x: ArrayView1<'_, f64>) -> &[f64] {
    x.to_slice().expect("contiguous")
}

fn processors() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sums_read_every_element() {
        let x: Array1<f64> = (0..1000).map(f64::from).collect();
        assert_eq!(read(x.view()), 499_500.0);
        assert_eq!(read_parallel(x.view()), 499_500.0);
    }

    #[test]
    fn memory_is_written() {
        let x = Array1::from_vec(vec![1.0, 2.0]);
        let mut y = Array1::zeros(2);
        let mut z = Array1::zeros(2);
        copy(x.view(), y.view_mut());
        triad(x.view(), y.view(), z.view_mut());
        assert_eq!(z.to_vec(), [2.0, 4.0]);
        update(x.view(), z.view_mut());
        assert_eq!(z.to_vec(), [1.5, 3.0]);
    }

    #[test]
    fn the_chains_converge() {
        let lanes = fma(100_000) / 24.0;
        assert!(
            (lanes - lanes.round()).abs() < 1e-9 && lanes >= 1.0,
            "{lanes}"
        );
    }
}
