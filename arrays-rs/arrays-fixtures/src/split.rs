//! Functions whose calls may be cut into parts.

use arrays::prelude::*;
use std::ops::{Add, Range};

/// The sum of each column of `x`, whose rows count as much as `w` says.
#[arrays::export(shapes(x = [m, n], w = [m], sums = [n]), split = n)]
pub fn weighted_columns(
    x: ArrayView2<f64>,
    w: ArrayView1<f64>,
    #[out] mut sums: ArrayViewMut1<f64>,
) {
    for (column, sum) in x.columns().into_iter().zip(&mut sums) {
        *sum = column.iter().zip(w).map(|(value, weight)| value * weight).sum();
    }
}

/// The square root of each element of `x`, in arrays of any rank.
#[arrays::export(split = elementwise)]
pub fn square_roots(x: ArrayViewD<f64>, mut y: ArrayViewMutD<f64>) {
    for (x, y) in x.iter().zip(&mut y) {
        *y = x.sqrt();
    }
}

/// Negates `x` in place.
#[arrays::export(split = elementwise)]
pub fn negate(mut x: ArrayViewMut3<i32>) {
    x.mapv_inplace(|value| -value);
}

/// The sum of the elements of `x`, one after the other.
#[arrays::export(shapes(x = [n]), split = n, combine = Add::add)]
pub fn plain_sum(x: ArrayView1<f64>) -> f64 {
    x.iter().sum()
}

/// The least and the greatest element of `x`, of any rank.
#[arrays::export(
    returns(least, greatest),
    split = elementwise,
    combine = |a: (i64, i64), b| (a.0.min(b.0), a.1.max(b.1)),
)]
pub fn extremes(x: ArrayViewD<i64>) -> (i64, i64) {
    x.iter().fold((i64::MAX, i64::MIN), |(least, greatest), &value| {
        (least.min(value), greatest.max(value))
    })
}

/// Number, mean, and sum of the squared deviations from the mean.
struct Moments {
    count: f64,
    mean: f64,
    squares: f64,
    ddof: f64,
}

impl Moments {
    fn of(x: ArrayView1<f64>, ddof: Option<f64>) -> Result<Self, String> {
        if let Some(position) = x.iter().position(|value| value.is_nan()) {
            return Err(format!("element {position} of {} is NaN", x.len()));
        }
        let count = x.len() as f64;
        let mean = x.sum() / count;
        let squares = x.iter().map(|value| (value - mean).powi(2)).sum();
        Ok(Self { count, mean, squares, ddof: ddof.unwrap_or(0.0) })
    }

    fn merge(self, other: Self) -> Self {
        let count = self.count + other.count;
        let apart = other.mean - self.mean;
        Self {
            count,
            mean: self.mean + apart * (other.count / count),
            squares: self.squares
                + other.squares
                + apart * apart * (self.count * other.count / count),
            ddof: self.ddof,
        }
    }

    fn std(self) -> f64 {
        (self.squares / (self.count - self.ddof)).sqrt()
    }
}

/// The standard deviation of the elements of `x`; an error where one is NaN.
#[arrays::export(
    shapes(x = [n]),
    split = n,
    combine = Moments::merge,
    partial = Moments::of,
    finish = Moments::std
)]
pub fn deviation(x: ArrayView1<f64>, ddof: Option<f64>) -> Result<f64, String> {
    Moments::of(x, ddof).map(Moments::std)
}

/// Adds 1 to `seen` for each element of `x`, and panics at the first that is `limit` or more.
#[arrays::export(shapes(x = [n], seen = [n]), split = n)]
pub fn panics_at(x: ArrayView1<i64>, limit: i64, mut seen: ArrayViewMut1<i64>) {
    for (x, seen) in x.iter().zip(&mut seen) {
        assert!(*x < limit, "{x} is not below {limit}");
        *seen += 1;
    }
}

/// The sum of the elements of `x`; panics at the first that is `limit` or more.
#[arrays::export(shapes(x = [n]), split = n, combine = Add::add)]
pub fn sum_below(x: ArrayView1<i64>, limit: i64) -> i64 {
    x.iter().inspect(|&&x| assert!(x < limit, "{x} is not below {limit}")).sum()
}

/// What a scan has seen: how many parts, and the sum of their elements.
#[derive(Default)]
pub struct Seen(i64, i64);

/// The sums of the elements of `x` up to each one, into `sums`, and into `parts` how many parts there were up to it;
/// panics at an element that is `limit` or more.
#[arrays::export(shapes(x = [n], sums = [n], parts = [n]), split = n, scan = Seen::go_on)]
pub fn running_sums(
    x: &[i64],
    limit: i64,
    #[out] sums: ArrayViewMut1<i64>,
    #[out] parts: ArrayViewMut1<i64>,
) {
    Seen::default().go_on(0..x.len(), x, limit, sums, parts);
}

impl Seen {
    fn go_on(
        &mut self,
        range: Range<usize>,
        x: &[i64],
        limit: i64,
        sums: ArrayViewMut1<i64>,
        parts: ArrayViewMut1<i64>,
    ) {
        self.0 += 1;
        Zip::from(sums).and(parts).and(&x[range]).for_each(|sum, part, &x| {
            assert!(x < limit, "{x} is not below {limit}");
            self.1 += x;
            (*sum, *part) = (self.1, self.0);
        });
    }
}

/// Copies `x` to `y`.
#[arrays::export(shapes(x = [n], y = [n]), split = n)]
pub fn copy(x: &[f64], y: &mut [f64]) {
    y.copy_from_slice(x);
}

/// The number of elements of `mask` that are true.
#[arrays::export(shapes(mask = [n]), split = n, combine = |a, b| a + b)]
pub fn count_true(mask: &[bool]) -> usize {
    mask.iter().filter(|&&set| set).count()
}

/// How many elements the largest part of a call had, and how many parts there were.
#[arrays::export(
    shapes(x = [n]),
    returns(largest, parts),
    split = n,
    combine = |a: (usize, usize), b| (a.0.max(b.0), a.1 + b.1),
)]
pub fn parts(x: ArrayView1<f64>) -> (usize, usize) {
    (x.len(), 1)
}
