//! Every way a call can fail on the Rust side.

use arrays::prelude::*;
use std::fmt;

/// An error with a source.
#[derive(Debug)]
pub enum ModelError {
    /// Too little data.
    TooFewRows {
        /// Rows that came.
        rows: usize,
    },
    /// A number that is none.
    Parse(std::num::ParseFloatError),
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFewRows { rows } => write!(f, "{rows} rows are too few to fit a model"),
            Self::Parse(_) => write!(f, "the number cannot be read"),
        }
    }
}

impl std::error::Error for ModelError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::TooFewRows { .. } => None,
            Self::Parse(error) => Some(error),
        }
    }
}

/// Panics, always.
#[arrays::export]
pub fn panics(x: ArrayView1<f64>) -> f64 {
    panic!("cannot work with {} elements", x.len());
}

/// Panics by an index out of bounds.
#[arrays::export]
pub fn element(x: ArrayView1<f64>, index: usize) -> f64 {
    x[index]
}

/// Panics in ndarray, where the lengths of `x` and `w` do not match.
#[arrays::export]
pub fn product(x: ArrayView2<f64>, w: ArrayView1<f64>) -> f64 {
    x.dot(&w).sum()
}

/// The line in this file where [`product`] panics.
#[arrays::export]
pub fn line_of_product() -> u32 {
    line!() - 6
}

/// Panics with a payload that is no text.
#[arrays::export]
pub fn panics_with_number() {
    std::panic::panic_any(17_u8);
}

/// Panics before it writes to `x`.
#[arrays::export]
pub fn panics_before_writing(mut x: ArrayViewMut1<f64>, fail: bool) {
    assert!(!fail, "refused");
    x.fill(1.0);
}

/// Fails with an error that has no source, unless there are at least 2 `rows`.
#[arrays::export]
pub fn fit(rows: usize) -> Result<f64, ModelError> {
    if rows < 2 {
        return Err(ModelError::TooFewRows { rows });
    }
    Ok(rows as f64)
}

/// Reads a number; the error has a source.
#[arrays::export]
pub fn parse(text: &str) -> Result<f64, ModelError> {
    text.parse().map_err(ModelError::Parse)
}

/// Fails with an error that is only text.
#[arrays::export]
pub fn fails_with_text(fail: bool) -> Result<(), String> {
    if fail { Err("only text".to_owned()) } else { Ok(()) }
}

/// Fails instead of a number, for the results that come back in a register.
#[arrays::export]
pub fn checked_divide(dividend: i64, divisor: i64) -> Result<i64, String> {
    dividend
        .checked_div(divisor)
        .ok_or_else(|| format!("{dividend} cannot be divided by {divisor}"))
}

/// Fails instead of an array.
#[arrays::export]
pub fn checked_range(n: i64) -> Result<Vec<i64>, Box<dyn std::error::Error>> {
    if n < 0 {
        return Err(format!("a range cannot have {n} elements").into());
    }
    Ok((0..n).collect())
}

/// A result no `long` of Java can hold.
#[arrays::export]
pub fn huge() -> usize {
    usize::MAX
}

/// Rows and columns of a matrix of 2 to the 62 bytes.
const HUGE: (usize, usize) = (1 << 31, 1 << 28);

/// Ends the process, since the memory for the result cannot be allocated.
#[arrays::export]
pub fn huge_zeros() -> Array2<f64> {
    Array2::zeros(HUGE)
}

/// Fails, since the memory for the result cannot be allocated.
#[arrays::export]
pub fn try_huge_zeros() -> Result<Array2<f64>, arrays::OutOfMemory> {
    arrays::try_zeros(HUGE)
}
