//! Names that Rust takes, and Java or a linker may not.
//!
//! * `größe` is one of them.

use arrays::prelude::*;

/// Zero-based: `länge` times `r#type`, which is a name outside ASCII and a raw one.
///
/// # Arguments
///
/// * `länge` - how long it is
/// * `type` - how often
#[arrays::export(returns(größe, r#match))]
pub fn größe(länge: f64, r#type: i64) -> (f64, i64) {
    (länge * r#type as f64, r#type)
}

/// The sum of `r#in`, which is split.
#[arrays::export(shapes(r#in = [ñ]), split = ñ, combine = |a, b| a + b)]
pub fn r#match(r#in: ArrayView1<f64>) -> f64 {
    r#in.sum()
}

/// Joins names by a character that Java has not in its own.
#[arrays::export(shapes(x·y = [größe·n]))]
pub fn fill·with(größe·n: usize, r#struct·: f64, #[out] mut x·y: ArrayViewMut1<f64>) {
    x·y.fill(r#struct·);
}

/** Twice `x`.
 *
 * In a block of stars.
 */
#[doc = concat!("As of ", "1.2.")]
#[arrays::export]
#[deprecated(since = "1.2.0", note = "multiply")]
pub fn r#override(x: f64) -> f64 {
    2.0 * x
}
