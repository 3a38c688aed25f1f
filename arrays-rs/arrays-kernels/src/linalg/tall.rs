//! The QR decomposition of matrices of many rows and few columns, in one pass over them.

use super::field::Field;
use super::least_squares::Triangle;
use crate::error::KernelError;
use crate::fused::{mul_add, sum_lanes};
use crate::memory;
use crate::simd::{has_fma, vectorize};
use arrays::ndarray::{Array1, Array2, ArrayView2, Axis};

/// The most columns that plain Householder steps decompose sooner than matrix products do.
const MOST_COLUMNS: usize = 48;
/// Numbers of a block, which stays in the first cache.
const BLOCK: usize = 3072;
/// Sums of so large numbers, a few of them, are in range.
const LARGEST: f64 = 1e300;
const LANES: usize = 8;
/// Columns worked on together, so that the vector that all of them need is read once.
const TOGETHER: usize = 4;

/// The triangle R of the rows that came so far, beside Q's transpose times the right sides.
///
/// Rows come in blocks, which Householder reflections turn into zeros under the triangle one column after another (the
/// sequential case of J. Demmel, L. Grigori, M. Hoemmen, J. Langou, "Communication-optimal parallel and
/// sequential QR and LU factorizations", SIAM J. Sci. Comput. 34 (2012)). A reflection mixes one row of
/// the triangle and the block; the reflections themselves are not kept.
pub(super) struct TallQr {
    /// Columns to be eliminated.
    n: usize,
    /// Columns in all.
    width: usize,
    /// The triangle, row after row.
    triangle: Vec<f64>,
    /// The sums of the squares of what is left of each right side.
    rest: Vec<f64>,
    /// Rows of a block, a multiple of the lanes.
    rows: usize,
    /// The block, column after column.
    block: Vec<f64>,
}

impl TallQr {
    /// Whether this is the way to decompose such a matrix.
    pub(super) fn suits(m: usize, n: usize, sides: usize) -> bool {
        n <= MOST_COLUMNS && sides <= MOST_COLUMNS && m >= 2 * n
    }

    /// The triangle of `[a | b]`, or `None` where its elements, or squares on the way to them, are out of range.
    pub(super) fn of<T: Field>(
        a: ArrayView2<T>,
        b: ArrayView2<T>,
    ) -> Result<Option<Triangle>, KernelError> {
        let (n, sides) = (a.ncols(), b.ncols());
        let width = n + sides;
        let rows = (BLOCK / width).min(a.nrows()).max(1).next_multiple_of(2 * LANES);
        let zeros = |count| -> Result<Vec<f64>, KernelError> {
            let mut zeros = memory::try_with_capacity(count)?;
            zeros.resize(count, 0.0);
            Ok(zeros)
        };
        let mut qr = Self {
            n,
            width,
            triangle: zeros(n * width)?,
            rest: zeros(sides)?,
            rows,
            block: zeros(rows * width)?,
        };
        let fma = has_fma();
        for (a, b) in a.axis_chunks_iter(Axis(0), rows).zip(b.axis_chunks_iter(Axis(0), rows)) {
            qr.fill(a, b);
            let is_in_range = if fma {
                vectorize(
                    #[inline(always)]
                    || qr.absorb::<true>(),
                )
            } else {
                vectorize(
                    #[inline(always)]
                    || qr.absorb::<false>(),
                )
            };
            if !is_in_range {
                return Ok(None);
            }
        }
        // The right sides can leave the range where the matrix does not. A NaN is not in it.
        if !qr.triangle.iter().chain(&qr.rest).all(|x| x.abs() < LARGEST) {
            return Ok(None);
        }
        let rows = Array2::from_shape_vec((n, width), qr.triangle).expect("n rows of the width");
        let scales = (1.0, 1.0);
        Ok(Some(Triangle { rows, rest: Array1::from(qr.rest), scales }))
    }

    /// Brings rows into the block, and zeros where they are fewer.
    fn fill<T: Field>(&mut self, a: ArrayView2<T>, b: ArrayView2<T>) {
        let rows = self.rows;
        let (left, right) = self.block.split_at_mut(self.n * rows);
        for (block, part) in [(left, a), (right, b)] {
            if part.nrows() < rows {
                block.fill(0.0);
            }
            if part.is_standard_layout() && part.ncols() > 1 {
                for (i, row) in part.rows().into_iter().enumerate() {
                    for (place, &value) in block[i..].iter_mut().step_by(rows).zip(row) {
                        *place = value.widen_one();
                    }
                }
                continue;
            }
            for (block, column) in block.chunks_exact_mut(rows).zip(part.columns()) {
                match column.as_slice() {
                    Some(column) => {
                        block.iter_mut().zip(column).for_each(|(to, &from)| *to = from.widen_one());
                    }
                    None => {
                        block.iter_mut().zip(column).for_each(|(to, &from)| *to = from.widen_one())
                    }
                }
            }
        }
    }

    /// Eliminates the block; false where squares are out of range.
    #[inline(always)]
    fn absorb<const FMA: bool>(&mut self) -> bool {
        let Self { n, width, triangle, rest, rows, block } = self;
        let (n, width, rows) = (*n, *width, *rows);
        let least = f64::MIN_POSITIVE / f64::EPSILON;
        for j in 0..n {
            let (pivots, columns) = block.split_at_mut((j + 1) * rows);
            let v = &pivots[j * rows..];
            let (diagonal, row) = triangle[j * width + j..(j + 1) * width]
                .split_first_mut()
                .expect("an element on the diagonal");
            let [squares] = dots::<1, FMA>(v, [v]);
            if squares < least && v.iter().all(|&x| x == 0.0) {
                continue;
            }
            let norm = (*diagonal * *diagonal + squares).sqrt();
            if !(squares >= least && norm.is_finite()) {
                return false;
            }
            let turned = if *diagonal > 0.0 { -norm } else { norm };
            // The reflection is I - w wᵀ s with w = [apart; v].
            let apart = *diagonal - turned;
            let s = -1.0 / (turned * apart);
            *diagonal = turned;
            let mut groups = columns.chunks_exact_mut(TOGETHER * rows);
            let mut tops = row.chunks_exact_mut(TOGETHER);
            for (columns, tops) in (&mut groups).zip(&mut tops) {
                reflect::<TOGETHER, FMA>(v, columns, tops, apart, s);
            }
            let columns = groups.into_remainder().chunks_exact_mut(rows);
            for (column, top) in columns.zip(tops.into_remainder().chunks_exact_mut(1)) {
                reflect::<1, FMA>(v, column, top, apart, s);
            }
        }
        for (rest, column) in rest.iter_mut().zip(block[n * rows..].chunks_exact(rows)) {
            let [squares] = dots::<1, FMA>(column, [column]);
            *rest += squares;
        }
        true
    }
}

/// Reflects `K` columns under `K` elements of the triangle's row.
#[inline(always)]
fn reflect<const K: usize, const FMA: bool>(
    v: &[f64],
    columns: &mut [f64],
    tops: &mut [f64],
    apart: f64,
    s: f64,
) {
    let rows = v.len();
    let products = dots::<K, FMA>(v, std::array::from_fn(|k| &columns[k * rows..][..rows]));
    for ((column, top), product) in columns.chunks_exact_mut(rows).zip(tops).zip(products) {
        let weight = -s * mul_add::<f64, FMA>(apart, *top, product);
        *top = mul_add::<f64, FMA>(weight, apart, *top);
        for (x, &v) in column.iter_mut().zip(v) {
            *x = mul_add::<f64, FMA>(weight, v, *x);
        }
    }
}

/// The products of `v` with each of the columns.
#[inline(always)]
fn dots<const K: usize, const FMA: bool>(v: &[f64], columns: [&[f64]; K]) -> [f64; K] {
    let mut lanes = [[0.0; LANES]; K];
    let (v, _) = v.as_chunks::<LANES>();
    let columns = columns.map(|column| &column.as_chunks::<LANES>().0[..v.len()]);
    for (i, v) in v.iter().enumerate() {
        for k in 0..K {
            for l in 0..LANES {
                lanes[k][l] = mul_add::<f64, FMA>(v[l], columns[k][i][l], lanes[k][l]);
            }
        }
    }
    lanes.map(sum_lanes)
}
