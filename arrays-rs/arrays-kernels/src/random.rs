//! Random numbers: those of NumPy, the same on every platform.
//!
//! Every function begins a sequence of its own with its `seed`, which is not negative: the same arguments give the same
//! numbers, in every version. They are those that `numpy.random.default_rng(seed)` gives first, bit for bit where a
//! function does not say otherwise. Not for cryptography.

mod normal;
mod stream;
mod tables;

pub use normal::Variate;

use crate::element::Number;
use crate::error::KernelError;
use crate::parallel;
use crate::simd::vectorize;
use arrays::ndarray::RemoveAxis;
use arrays::prelude::*;
use num_traits::AsPrimitive;
use rayon::prelude::*;
use stream::{BLOCK, Stream};

/// Numbers of the uniform distribution from `low` to `high`, as many as `size`.
///
/// `high` is excluded, although rounding may reach it. In `f64` NumPy's `default_rng(seed).uniform(low, high, size)`; in
/// `f32`, which that does not have, `low + (high - low) * default_rng(seed).random(size, float32)`.
///
/// # Errors
///
/// `high` is less than `low`; their difference is not finite; `seed` is negative.
#[arrays::export(types(T = [f64, f32]), shapes(x = [size]))]
pub fn uniform<T: Variate>(
    seed: i64,
    low: T,
    high: T,
    size: usize,
    #[out] mut x: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    debug_assert_eq!(size, x.len());
    let range = range_of(low, high)?;
    let mut stream = Stream::new(seed, 0)?;
    match x.as_slice_mut() {
        Some(numbers) => fill_uniform(&mut stream, low, range, numbers),
        None => x.iter_mut().for_each(|number| *number = low + range * T::unit(&mut stream)),
    }
    Ok(())
}

/// The numbers of [`uniform()`], made on the threads of the pool.
///
/// # Errors
///
/// As [`uniform()`]; the threads cannot be started.
#[arrays::export(types(T = [f64, f32]), shapes(x = [size]))]
pub fn parallel_uniform<T: Variate>(
    seed: i64,
    low: T,
    high: T,
    size: usize,
    #[out] mut x: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    let range = range_of(low, high)?;
    check_seed(seed)?;
    let Some(numbers) = x.as_slice_mut() else {
        return uniform(seed, low, high, size, x);
    };
    parallel::run(|| {
        let chunks = numbers.par_chunks_mut(CHUNK).enumerate();
        chunks.try_for_each(|(i, numbers)| {
            let mut stream = Stream::new(seed, (i * CHUNK) as u64 * T::HALVES / 2)?;
            fill_uniform(&mut stream, low, range, numbers);
            Ok(())
        })
    })?
}

/// Numbers of the normal distribution around `mean` with the standard deviation `std`, as many as `size`.
///
/// In `f64` NumPy's `default_rng(seed).normal(mean, std, size)`; in `f32`, which that does not have,
/// `mean + std * default_rng(seed).standard_normal(size, float32)`. One in about 4000 numbers, further than 3.65 `std`
/// away, may differ from NumPy's in its last digits, where NumPy takes the logarithm of its platform.
///
/// # Errors
///
/// `std` is negative, -0.0 too; `seed` is negative.
#[arrays::export(types(T = [f64, f32]), shapes(x = [size]))]
pub fn normal<T: Variate>(
    seed: i64,
    mean: T,
    std: T,
    size: usize,
    #[out] mut x: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    debug_assert_eq!(size, x.len());
    check_std(std)?;
    let mut stream = Stream::new(seed, 0)?;
    x.iter_mut().for_each(|number| *number = mean + std * T::normal(&mut stream));
    Ok(())
}

/// The numbers of [`normal()`], made on the threads of the pool.
///
/// # Errors
///
/// As [`normal()`]; memory for at most 2097152 numbers cannot be allocated; the threads cannot be started.
#[arrays::export(types(T = [f64, f32]), shapes(x = [size]))]
pub fn parallel_normal<T: Variate>(
    seed: i64,
    mean: T,
    std: T,
    size: usize,
    #[out] mut x: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    check_std(std)?;
    check_seed(seed)?;
    match x.as_slice_mut() {
        Some(numbers) => {
            parallel::run(|| normal::fill_parallel(seed, numbers, |number| mean + std * number))?
        }
        None => normal(seed, mean, std, size, x),
    }
}

/// Integers from `low` to `high`, `high` excluded, all as likely, as many as `size`.
///
/// NumPy's `default_rng(seed).integers(low, high, size)`. D. Lemire, "Fast random integer generation in an interval",
/// ACM Trans. Model. Comput. Simul. 29 (2019).
///
/// # Errors
///
/// `low` is not less than `high`; `seed` is negative.
#[arrays::export(types(T = [i64, i32]), shapes(x = [size]))]
pub fn integers<T: Number + AsPrimitive<i64>>(
    seed: i64,
    low: T,
    high: T,
    size: usize,
    #[out] mut x: ArrayViewMut1<T>,
) -> Result<(), KernelError>
where
    i64: AsPrimitive<T>,
{
    debug_assert_eq!(size, x.len());
    if low >= high {
        return Err(KernelError::value("low >= high"));
    }
    let mut stream = Stream::new(seed, 0)?;
    let (low, high): (i64, i64) = (low.as_(), high.as_());
    let count = high.wrapping_sub(low) as u64;
    let of = |drawn: u64| low.wrapping_add_unsigned(drawn).as_();
    match u32::try_from(count) {
        _ if count == 1 => x.fill(of(0)),
        Ok(count) => x.iter_mut().for_each(|place| *place = of(below_u32(&mut stream, count))),
        // A draw of 32 bits is such a number.
        Err(_) if count == 1 << 32 => {
            x.iter_mut().for_each(|place| *place = of(stream.next_u32().into()));
        }
        Err(_) => x.iter_mut().for_each(|place| *place = of(below_u64(&mut stream, count))),
    }
    Ok(())
}

/// Brings the elements of `x` into random order, in place; of an array with several axes its parts along the first.
///
/// NumPy's `default_rng(seed).shuffle(x)`. R. A. Fisher, F. Yates, "Statistical tables" (1938).
///
/// # Errors
///
/// `x` has no axis; `seed` is negative.
#[arrays::export(types(T = [f64, f32, i64, i32], D = [Ix1, IxDyn]))]
pub fn shuffle<T: Number, D: RemoveAxis>(
    seed: i64,
    x: ArrayViewMut<T, D>,
) -> Result<(), KernelError> {
    let mut stream = Stream::new(seed, 0)?;
    if x.ndim() == 0 {
        return Err(KernelError::value("len() of unsized object"));
    }
    shuffle_parts(&mut stream, x);
    Ok(())
}

fn shuffle_parts<T: Number, D: RemoveAxis>(stream: &mut Stream, mut x: ArrayViewMut<T, D>) {
    if x.ndim() == 1
        && let Some(elements) = x.as_slice_mut()
    {
        shuffle_by(stream, elements.len(), |i, j| elements.swap(i, j));
        return;
    }
    shuffle_by(stream, x.len_of(Axis(0)), |i, j| {
        if i != j {
            let (mut low, mut high) = x.view_mut().split_at(Axis(0), i);
            let (a, b) = (high.index_axis_mut(Axis(0), 0), low.index_axis_mut(Axis(0), j));
            Zip::from(a).and(b).for_each(std::mem::swap);
        }
    });
}

/// The integers from 0 to `size`, `size` excluded, in random order.
///
/// NumPy's `default_rng(seed).permutation(size)`.
///
/// # Errors
///
/// `seed` is negative.
#[arrays::export(shapes(x = [size]))]
pub fn permutation(
    seed: i64,
    size: usize,
    #[out] mut x: ArrayViewMut1<i64>,
) -> Result<(), KernelError> {
    debug_assert_eq!(size, x.len());
    let mut stream = Stream::new(seed, 0)?;
    x.iter_mut().enumerate().for_each(|(i, place)| *place = i as i64);
    shuffle_parts(&mut stream, x);
    Ok(())
}

/// Numbers that one task makes.
const CHUNK: usize = 1 << 15;

fn range_of<T: Variate>(low: T, high: T) -> Result<T, KernelError> {
    let range = high - low;
    if !range.is_finite() {
        return Err(KernelError::value("high - low range exceeds valid bounds"));
    }
    if range < T::zero() {
        return Err(KernelError::value("high - low < 0"));
    }
    Ok(range)
}

/// Refuses a seed also where no number is made by it.
fn check_seed(seed: i64) -> Result<(), KernelError> {
    Stream::new(seed, 0).map(|_| ())
}

fn check_std<T: Variate>(std: T) -> Result<(), KernelError> {
    if std.is_sign_negative() && !std.is_nan() {
        return Err(KernelError::value("scale < 0"));
    }
    Ok(())
}

fn fill_uniform<T: Variate>(stream: &mut Stream, low: T, range: T, numbers: &mut [T]) {
    for numbers in numbers.chunks_mut(BLOCK * 2 / T::HALVES as usize) {
        stream.block(|block| {
            vectorize(
                #[inline(always)]
                || T::units(block, low, range, numbers),
            )
        });
    }
}

/// A number less than `count`, which is not 0.
#[inline(always)]
fn below_u32(stream: &mut Stream, count: u32) -> u64 {
    let mut product = u64::from(stream.next_u32()) * u64::from(count);
    if (product as u32) < count {
        let biased = count.wrapping_neg() % count;
        while (product as u32) < biased {
            product = u64::from(stream.next_u32()) * u64::from(count);
        }
    }
    product >> 32
}

/// A number less than `count`, or any where that is 0.
#[inline(always)]
fn below_u64(stream: &mut Stream, count: u64) -> u64 {
    let mut product = u128::from(stream.next_u64()) * u128::from(count);
    if (product as u64) < count {
        let biased = count.wrapping_neg() % count;
        while (product as u64) < biased {
            product = u128::from(stream.next_u64()) * u128::from(count);
        }
    }
    (product >> 64) as u64
}

/// Swaps as NumPy does: from the last on, each with one that is not after it.
fn shuffle_by(stream: &mut Stream, len: usize, mut swap: impl FnMut(usize, usize)) {
    for i in (1..len as u64).rev() {
        let mask = u64::MAX >> i.leading_zeros();
        let other = loop {
            let drawn = match u32::try_from(i) {
                Ok(_) => u64::from(stream.next_u32()),
                Err(_) => stream.next_u64(),
            };
            if drawn & mask <= i {
                break drawn & mask;
            }
        };
        swap(i as usize, other as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrays::ndarray::{Slice, array};

    fn of<T: Number>(
        size: usize,
        fill: impl Fn(ArrayViewMut1<T>) -> Result<(), KernelError>,
    ) -> Array1<T> {
        let mut x = Array1::zeros(size);
        fill(x.view_mut()).expect("arguments that make sense");
        let mut wide = Array1::from_elem(2 * size, T::one());
        fill(wide.slice_axis_mut(Axis(0), Slice::new(0, None, -2))).expect("the same");
        assert!(
            x == wide.slice_axis(Axis(0), Slice::new(0, None, -2)),
            "strides make no difference"
        );
        assert!(wide.slice_axis(Axis(0), Slice::new(0, None, 2)).iter().all(|&v| v == T::one()));
        x
    }

    /// Expected values are NumPy's, of `numpy.random.default_rng(7)`.
    #[test]
    fn numbers_are_those_of_numpy() {
        let x = of(4, |x| uniform(7, -2.0, 3.0, 4, x));
        let expected =
            [1.1254773330233347, 2.4860690048478773, 1.8784284512259677, -0.8739640500470407];
        assert_eq!(x.to_vec(), expected);
        assert_eq!(of(6, |x| integers(7, -5, 5, 6, x)), array![4, 1, 1, 3, 0, 2_i64]);
        assert_eq!(of(6, |x| integers(7, -5, 5, 6, x)), array![4, 1, 1, 3, 0, 2_i32]);
        let wide = |low: i64, high: i64, size| of(size, |x| integers(7, low, high, size, x));
        assert_eq!(wide(0, 1 << 32, 2), array![4058335883, 2684764585]);
        assert_eq!(wide(0, 3 << 30, 3), array![3043751912, 2013573438, 2203897839]);
        let expected = array![1153802028618786120, 3663650664515581262];
        assert_eq!(wide(-1 << 62, (1 << 62) + 5, 2), expected);
        let expected = array![2307604057237572234, 7327301329031162516];
        assert_eq!(wide(i64::MIN, i64::MAX, 2), expected);
        assert_eq!(wide(i64::MAX - 1, i64::MAX, 2), array![i64::MAX - 1, i64::MAX - 1]);
        let mixed = array![8, 0, 7, 1, 3, 6, 2, 4, 5, 9];
        assert_eq!(of(10, |x| permutation(7, 10, x)), mixed);
        let mut rows = Array2::from_shape_fn((10, 3), |(i, j)| (10 * j + i) as i64);
        shuffle(7, rows.view_mut()).expect("rows");
        for (j, column) in rows.columns().into_iter().enumerate() {
            assert_eq!(column, &mixed + 10 * j as i64);
        }
        let mut dynamic = Array1::from_iter(0..10).into_dyn();
        shuffle(7, dynamic.view_mut()).expect("elements");
        assert_eq!(dynamic, mixed.into_dyn());
    }

    fn threads_make_no_difference<T: Variate>() {
        let [low, high] = [-1.5, 2.5].map(|v| T::from(v).expect("a number"));
        for size in [0, 1, 300, CHUNK, 3 * CHUNK + 11] {
            assert!(
                of(size, |x| uniform(1, low, high, size, x))
                    == of(size, |x| parallel_uniform(1, low, high, size, x))
            );
            assert!(
                of(size, |x| normal(1, low, high, size, x))
                    == of(size, |x| parallel_normal(1, low, high, size, x))
            );
        }
    }

    #[test]
    fn parallel_numbers_are_the_sequential_ones() {
        threads_make_no_difference::<f64>();
        threads_make_no_difference::<f32>();
    }

    #[test]
    fn numbers_are_within_their_bounds_and_evenly_spread() {
        let x = of(100_000, |x| uniform(2, -1.0_f64, 3.0, 100_000, x));
        assert!(x.iter().all(|v| (-1.0..3.0).contains(v)));
        assert!((x.mean().expect("numbers") - 1.0).abs() < 0.02);
        let x = of(60_000, |x| integers(2, -3, 3, 60_000, x));
        for value in -3..3_i64 {
            let count = x.iter().filter(|&&v| v == value).count();
            assert!((9_500..10_500).contains(&count), "{count} of {value}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused_in_the_words_of_numpy() {
        let mut x = array![7.0];
        let words = |result: Result<(), KernelError>| result.expect_err("refused").to_string();
        assert_eq!(words(uniform(-1, 0.0, 1.0, 1, x.view_mut())), "expected non-negative integer");
        assert_eq!(words(uniform(1, 2.0, 1.0, 1, x.view_mut())), "high - low < 0");
        for high in [f64::NAN, f64::INFINITY] {
            let expected = "high - low range exceeds valid bounds";
            assert_eq!(words(uniform(1, 0.0, high, 1, x.view_mut())), expected);
            assert_eq!(words(parallel_uniform(1, 0.0, high, 1, x.view_mut())), expected);
        }
        for std in [-1.0, -0.0] {
            assert_eq!(words(normal(1, 0.0, std, 1, x.view_mut())), "scale < 0");
            assert_eq!(words(parallel_normal(1, 0.0, std, 1, x.view_mut())), "scale < 0");
        }
        assert_eq!(
            words(parallel_normal(-1, 0.0, 1.0, 1, x.view_mut())),
            "expected non-negative integer"
        );
        let mut none = Array1::<f64>::zeros(0);
        for refused in [
            parallel_normal(-1, 0.0, 1.0, 0, none.view_mut()),
            parallel_uniform(-1, 0.0, 1.0, 0, none.view_mut()),
        ] {
            assert_eq!(words(refused), "expected non-negative integer");
        }
        let mut indices = array![7, 7, 7];
        let refused = permutation(-1, 3, indices.view_mut());
        assert_eq!(words(refused), "expected non-negative integer");
        assert_eq!(indices, array![7, 7, 7]);
        assert_eq!(words(integers(1, 3, 3, 1, array![0].view_mut())), "low >= high");
        assert_eq!(
            words(shuffle(1, array![0].into_shape_with_order(vec![]).expect("one").view_mut())),
            "len() of unsized object"
        );
        assert_eq!(x, array![7.0]);
        normal(1, f64::NAN, f64::NAN, 1, x.view_mut()).expect("NaN, as in NumPy");
        assert!(x[0].is_nan());
    }
}
