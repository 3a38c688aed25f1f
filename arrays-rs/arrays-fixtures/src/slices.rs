//! Contiguous slices.

/// The largest element of `x`, or the smallest `i32` when there is none.
#[arrays::export]
pub fn largest(x: &[i32]) -> i32 {
    x.iter().copied().max().unwrap_or(i32::MIN)
}

/// Reverses `x` in place.
#[arrays::export]
pub fn reverse(x: &mut [f64]) {
    x.reverse();
}

/// Whether all elements of `mask` are true.
#[arrays::export]
pub fn all(mask: &[bool]) -> bool {
    mask.iter().all(|&set| set)
}

/// Copies `from` to `to`, which has the same length.
#[arrays::export(shapes(from = [n], to = [n]))]
pub fn copy(from: &[u16], to: &mut [u16]) {
    to.copy_from_slice(from);
}
