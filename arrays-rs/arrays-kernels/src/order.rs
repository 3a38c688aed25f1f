//! Elements in order.

use crate::error::KernelError;
use arrays::prelude::*;
use std::cmp::Ordering;

/// Sorts the elements of `x` in place, ascending.
///
/// NaNs come last, and 0.0 and -0.0 are equal: elements that are equal end up in any order.
///
/// # Errors
///
/// The memory for a copy of `x` cannot be allocated, where its elements do not follow each other in memory.
#[arrays::export(shapes(x = [n]))]
pub fn sort(mut x: ArrayViewMut1<f64>) -> Result<(), KernelError> {
    if let Some(values) = x.as_slice_mut() {
        values.sort_unstable_by(compare);
        return Ok(());
    }
    let mut values = arrays::try_zeros(x.len())?;
    values.assign(&x);
    sort(values.view_mut())?;
    x.assign(&values);
    Ok(())
}

/// A total order of the numbers, with all NaNs after them.
fn compare(a: &f64, b: &f64) -> Ordering {
    a.partial_cmp(b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrays::ndarray::{Array1, Slice};

    /// Numbers without order, among them every kind that is special.
    fn shuffled(len: usize) -> Vec<f64> {
        let special = [f64::NAN, -0.0, f64::INFINITY, 0.0, f64::NEG_INFINITY, -f64::NAN, 5e-324];
        (0..len)
            .map(|i| match i % 11 {
                kind @ 0..7 => special[kind],
                _ => ((i * 7919) % 1009) as f64 - 500.0,
            })
            .collect()
    }

    fn is_sorted(x: ArrayView1<f64>) -> bool {
        let numbers = x.iter().take_while(|value| !value.is_nan()).count();
        let (numbers, rest) = x.split_at(Axis(0), numbers);
        rest.iter().all(|value| value.is_nan())
            && numbers.iter().zip(numbers.iter().skip(1)).all(|(a, b)| a <= b)
    }

    fn bits(x: ArrayView1<f64>) -> Vec<u64> {
        let mut bits: Vec<u64> = x.iter().map(|value| value.to_bits()).collect();
        bits.sort_unstable();
        bits
    }

    #[test]
    fn every_length_and_layout_is_sorted() {
        for len in [0, 1, 2, 3, 20, 21, 1000] {
            let values = Array1::from(shuffled(len));
            let mut whole = values.clone();
            sort(whole.view_mut()).expect("memory");
            assert!(is_sorted(whole.view()), "{whole}");
            assert_eq!(bits(whole.view()), bits(values.view()));

            let mut wide = Array1::from_elem(2 * len, 7.0);
            let every_other = Slice::new(0, None, -2);
            wide.slice_axis_mut(Axis(0), every_other).assign(&values);
            sort(wide.slice_axis_mut(Axis(0), every_other)).expect("memory");
            let sorted = wide.slice_axis(Axis(0), every_other);
            assert!(is_sorted(sorted), "{sorted}");
            assert_eq!(bits(sorted), bits(values.view()));
            assert!(wide.slice_axis(Axis(0), Slice::new(0, None, 2)).iter().all(|&v| v == 7.0));
        }
    }
}
