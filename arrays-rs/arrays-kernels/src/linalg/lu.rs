//! Square systems, by the LU decomposition with partial pivoting.

use super::field::{Field, columns_of, identity, order_of, scratch};
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
struct Lu<T> {
    factors: Array2<T>,
    /// The row of A at each row of P A.
    rows: Vec<usize>,
    /// The row of P A at each row of A.
    places: Vec<usize>,
    /// Whether P is an odd number of exchanges.
    is_odd: bool,
}

impl<T: Field> Lu<T> {
    fn of(a: ArrayView2<T>, par: Par) -> Result<Self, KernelError> {
        let n = order_of(&a)?;
        let mut rows = memory::try_with_capacity(n)?;
        let mut places = memory::try_with_capacity(n)?;
        rows.extend(0..n);
        places.resize(n, 0);
        if n <= SMALL {
            let mut factors: Array2<T> = arrays::try_zeros((n, n))?;
            factors.assign(&a);
            let is_odd = eliminate(factors.as_slice_mut().expect("a fresh array"), &mut rows);
            for (place, &row) in rows.iter().enumerate() {
                places[row] = place;
            }
            return Ok(Self { factors, rows, places, is_odd });
        }
        let mut factors = columns_of(a)?;
        let needed = factor::lu_in_place_scratch::<usize, T>(n, n, par, Default::default());
        let (info, _) = factor::lu_in_place(
            factors.view_mut().into_faer(),
            &mut rows,
            &mut places,
            par,
            MemStack::new(&mut scratch(needed)?),
            Default::default(),
        );
        Ok(Self { factors, rows, places, is_odd: info.transposition_count % 2 == 1 })
    }

    fn is_singular(&self) -> bool {
        self.factors.diag().iter().any(|pivot| *pivot == T::zero())
    }

    fn solve_in_place(&self, b: &mut Array2<T>, par: Par) -> Result<(), KernelError> {
        if self.is_singular() {
            return Err(KernelError::lin_alg("Singular matrix"));
        }
        let (n, columns) = b.dim();
        let needed = solve::solve_in_place_scratch::<usize, T>(n, columns, par);
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

    fn sign(&self) -> T {
        self.factors.diag().iter().fold(
            if self.is_odd { -T::one() } else { T::one() },
            |sign, &pivot| {
                if pivot.is_nan() || pivot == T::zero() {
                    sign * pivot
                } else {
                    sign * num_traits::Float::signum(pivot)
                }
            },
        )
    }
}

/// Gaussian elimination of a square matrix, given row after row, whose `rows` are exchanged as well; returns whether
/// that were an odd number of exchanges.
fn eliminate<T: Field>(a: &mut [T], rows: &mut [usize]) -> bool {
    let n = rows.len();
    let mut is_odd = false;
    for k in 0..n {
        let mut largest = k;
        for i in k + 1..n {
            if num_traits::Float::abs(a[i * n + k]) > num_traits::Float::abs(a[largest * n + k]) {
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
        if pivot == T::zero() {
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
    let mut x = columns_of(b)?;
    lu.solve_in_place(&mut x, par)?;
    Ok(x)
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
    Ok(inverse)
}

pub(super) fn det<T: Field>(a: ArrayView2<T>, par: Par) -> Result<T, KernelError> {
    let lu = Lu::of(a, par)?;
    let sign = if lu.is_odd { -T::one() } else { T::one() };
    let product = lu.factors.diag().iter().fold(sign, |product, &pivot| product * pivot);
    if num_traits::Float::is_normal(product) || lu.is_singular() {
        return Ok(without_sign_of_zero(product));
    }
    // A product of some of the pivots may be out of range where that of all is not.
    let (sign, logarithm) = sign_and_logarithm(&lu);
    Ok(sign * num_traits::Float::exp(logarithm))
}

pub(super) fn slogdet<T: Field>(a: ArrayView2<T>, par: Par) -> Result<(T, T), KernelError> {
    Ok(sign_and_logarithm(&Lu::of(a, par)?))
}

fn sign_and_logarithm<T: Field>(lu: &Lu<T>) -> (T, T) {
    let logarithms =
        lu.factors.diag().iter().fold(T::zero(), |sum, &pivot| {
            sum + num_traits::Float::ln(num_traits::Float::abs(pivot))
        });
    (without_sign_of_zero(lu.sign()), logarithms)
}

/// `x`, or 0 where it is -0: what is singular has no sign.
fn without_sign_of_zero<T: Field>(x: T) -> T {
    x + T::zero()
}
