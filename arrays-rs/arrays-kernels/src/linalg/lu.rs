//! Square systems, by the LU decomposition with partial pivoting.

use super::field::{Field, Scaled, identity, is_finite, order_of, rescale, scratch};
use crate::error::KernelError;
use crate::memory;
use arrays::ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use faer::Par;
use faer::dyn_stack::MemStack;
use faer::linalg::lu::partial_pivoting::{factor, solve};
use faer::perm::PermRef;
use faer_ext::IntoFaer;

/// Up to this order a plain loop decomposes sooner than faer has begun.
const SMALL: usize = 16;

/// The decomposition P A = L U: L, whose diagonal of ones is left out, under U.
struct Lu {
    factors: Array2<f64>,
    /// What the elements of A have been multiplied by.
    scale: f64,
    /// The row of A at each row of P A.
    rows: Vec<usize>,
    /// The row of P A at each row of A.
    places: Vec<usize>,
    /// Whether P is an odd number of exchanges.
    is_odd: bool,
}

impl Lu {
    fn of<T: Field>(a: ArrayView2<T>, par: Par) -> Result<Self, KernelError> {
        let n = order_of(&a)?;
        let Scaled { columns, scale } = Scaled::raised(a)?;
        let lu = if n <= SMALL {
            Self::by_rows(&columns, scale)?
        } else {
            Self::by_blocks(columns, scale, par)?
        };
        if is_finite(lu.factors.view()) {
            return Ok(lu);
        }
        // The elements are next to the largest number; or faer has multiplied by the inverse of a pivot, which is
        // infinite where that is 0 or next to it.
        let Scaled { columns, scale } = Scaled::of(a)?;
        Self::by_rows(&columns, scale)
    }

    fn by_blocks(mut factors: Array2<f64>, scale: f64, par: Par) -> Result<Self, KernelError> {
        let n = factors.nrows();
        let mut rows = memory::try_with_capacity(n)?;
        let mut places = memory::try_with_capacity(n)?;
        rows.extend(0..n);
        places.resize(n, 0);
        let needed = factor::lu_in_place_scratch::<usize, f64>(n, n, par, Default::default());
        let (info, _) = factor::lu_in_place(
            factors.view_mut().into_faer(),
            &mut rows,
            &mut places,
            par,
            MemStack::new(&mut scratch(needed)?),
            Default::default(),
        );
        Ok(Self { factors, scale, rows, places, is_odd: info.transposition_count % 2 == 1 })
    }

    /// The decomposition by a plain loop, which passes over pivots of 0.
    fn by_rows(a: &Array2<f64>, scale: f64) -> Result<Self, KernelError> {
        let n = a.nrows();
        let mut rows = memory::try_with_capacity(n)?;
        let mut places = memory::try_with_capacity(n)?;
        rows.extend(0..n);
        places.resize(n, 0);
        let mut factors: Array2<f64> = arrays::try_zeros((n, n))?;
        factors.assign(a);
        let is_odd = eliminate(factors.as_slice_mut().expect("a fresh array"), &mut rows);
        for (place, &row) in rows.iter().enumerate() {
            places[row] = place;
        }
        Ok(Self { factors, scale, rows, places, is_odd })
    }

    fn is_singular(&self) -> bool {
        self.factors.diag().iter().any(|&pivot| pivot == 0.0)
    }

    fn solve_in_place(&self, b: &mut Array2<f64>, par: Par) -> Result<(), KernelError> {
        if self.is_singular() {
            return Err(KernelError::lin_alg("Singular matrix"));
        }
        let (n, columns) = b.dim();
        let needed = solve::solve_in_place_scratch::<usize, f64>(n, columns, par);
        let factors = self.factors.view().into_faer();
        solve::solve_in_place(
            factors,
            factors,
            PermRef::new_checked(&self.rows, &self.places, n),
            b.view_mut().into_faer(),
            par,
            MemStack::new(&mut scratch(needed)?),
        );
        Ok(())
    }

    fn sign(&self) -> f64 {
        let sign = if self.is_odd { -1.0 } else { 1.0 };
        self.factors.diag().iter().fold(sign, |sign, &pivot| {
            if pivot.is_nan() || pivot == 0.0 { sign * pivot } else { sign * pivot.signum() }
        })
    }
}

/// Gaussian elimination of a square matrix, given row after row, whose `rows` are exchanged as well; returns whether
/// that were an odd number of exchanges.
fn eliminate(a: &mut [f64], rows: &mut [usize]) -> bool {
    let n = rows.len();
    let mut is_odd = false;
    for k in 0..n {
        let mut largest = k;
        for i in k + 1..n {
            if a[i * n + k].abs() > a[largest * n + k].abs() {
                largest = i;
            }
        }
        if largest != k {
            rows.swap(k, largest);
            is_odd = !is_odd;
            let (above, below) = a.split_at_mut(largest * n);
            above[k * n..][..n].swap_with_slice(&mut below[..n]);
        }
        let (above, below) = a.split_at_mut((k + 1) * n);
        let pivot = above[k * n + k];
        if pivot == 0.0 {
            continue;
        }
        let top = &above[k * n + k + 1..];
        for row in below.chunks_exact_mut(n) {
            let factor = row[k] / pivot;
            row[k] = factor;
            for (value, &top) in row[k + 1..].iter_mut().zip(top) {
                *value -= factor * top;
            }
        }
    }
    is_odd
}

pub(super) fn solve<T: Field>(
    a: ArrayView2<T>,
    b: ArrayView2<T>,
    par: Par,
) -> Result<Array2<T>, KernelError> {
    let lu = Lu::of(a, par)?;
    let Scaled { columns: mut x, scale } = Scaled::raised(b)?;
    lu.solve_in_place(&mut x, par)?;
    rescale(&mut x, lu.scale, scale);
    T::narrow_all(x)
}

pub(super) fn solve_vector<T: Field>(
    a: ArrayView2<T>,
    b: ArrayView1<T>,
    par: Par,
) -> Result<Array1<T>, KernelError> {
    Ok(solve(a, b.insert_axis(Axis(1)), par)?.remove_axis(Axis(1)))
}

pub(super) fn inv<T: Field>(a: ArrayView2<T>, par: Par) -> Result<Array2<T>, KernelError> {
    let lu = Lu::of(a, par)?;
    let mut inverse = identity(a.nrows(), a.nrows())?;
    lu.solve_in_place(&mut inverse, par)?;
    rescale(&mut inverse, lu.scale, 1.0);
    T::narrow_all(inverse)
}

pub(super) fn det<T: Field>(a: ArrayView2<T>, par: Par) -> Result<T, KernelError> {
    let lu = Lu::of(a, par)?;
    let sign = if lu.is_odd { -1.0 } else { 1.0 };
    // A product of some of the pivots may be out of range where that of all is not: it is a number from 1/2 to 1 times a
    // power of 2.
    let mut exponent = -(lu.factors.nrows() as i64) * i64::from(libm::ilogb(lu.scale));
    let product = lu.factors.diag().iter().fold(sign, |product, &pivot| {
        let (pivot, power) = libm::frexp(pivot);
        let (product, carry) = libm::frexp(product * pivot);
        exponent += i64::from(power) + i64::from(carry);
        product
    });
    let product = libm::ldexp(product, exponent.clamp(-5000, 5000) as i32);
    Ok(T::narrow(without_sign_of_zero(product)))
}

pub(super) fn slogdet<T: Field>(a: ArrayView2<T>, par: Par) -> Result<(T, T), KernelError> {
    let lu = Lu::of(a, par)?;
    let logarithms = lu.factors.diag().iter().fold(0.0, |sum, &pivot| sum + pivot.abs().ln());
    let scale = lu.factors.nrows() as f64 * lu.scale.ln();
    Ok((T::narrow(without_sign_of_zero(lu.sign())), T::narrow(logarithms - scale)))
}

/// `x`, or 0 where it is -0: what is singular has no sign.
fn without_sign_of_zero(x: f64) -> f64 {
    x + 0.0
}
