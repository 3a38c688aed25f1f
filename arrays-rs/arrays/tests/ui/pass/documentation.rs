//! Documentation in every form, and deprecated functions.
#![deny(warnings)]

/** Twice
 * a number.
 */
#[doc = concat!("As of ", "1.2.")]
#[doc = include_str!("documentation.rs")]
#[arrays::export]
#[deprecated(since = "1.2", note = "use `2 * x`")]
pub fn twice(x: f64) -> f64 {
    2.0 * x
}

#[cfg_attr(all(), doc = "Half of a number.")]
#[arrays::export]
pub fn half(x: f64) -> f64 {
    x / 2.0
}

fn main() {}
