//! Views of every element type and rank, read and written.

use arrays::prelude::*;

macro_rules! element {
    ($type:ident, $sum:ident, $fill:ident) => {
        /// The sum of the elements of `x`.
        #[arrays::export]
        pub fn $sum(x: ArrayView1<$type>) -> f64 {
            x.iter().map(|&value| value as f64).sum()
        }

        /// Sets every element of `x` to `value`.
        #[arrays::export]
        pub fn $fill(mut x: ArrayViewMut1<$type>, value: f64) {
            x.fill(value as $type);
        }
    };
}

element!(f64, sum_f64, fill_f64);
element!(f32, sum_f32, fill_f32);
element!(i64, sum_i64, fill_i64);
element!(i32, sum_i32, fill_i32);
element!(i16, sum_i16, fill_i16);
element!(i8, sum_i8, fill_i8);
element!(u8, sum_u8, fill_u8);
element!(u16, sum_u16, fill_u16);
element!(u32, sum_u32, fill_u32);
element!(u64, sum_u64, fill_u64);

/// The number of true elements of `mask`.
#[arrays::export]
pub fn count_true(mask: ArrayView1<bool>) -> usize {
    mask.iter().filter(|&&set| set).count()
}

/// Inverts every element of `mask`.
#[arrays::export]
pub fn invert(mut mask: ArrayViewMut1<bool>) {
    mask.mapv_inplace(|set| !set);
}

macro_rules! rank {
    ($view:ident, $view_mut:ident, $weigh:ident, $number:ident) => {
        /// The sum over the elements of `x`, each times its place in row-major order.
        #[arrays::export]
        pub fn $weigh(x: $view<f64>) -> f64 {
            x.iter().enumerate().map(|(i, value)| i as f64 * value).sum()
        }

        /// Numbers the elements of `x` from 0 in row-major order.
        #[arrays::export]
        pub fn $number(mut x: $view_mut<f64>) {
            for (i, value) in x.iter_mut().enumerate() {
                *value = i as f64;
            }
        }
    };
}

rank!(ArrayView0, ArrayViewMut0, weigh0, number0);
rank!(ArrayView1, ArrayViewMut1, weigh1, number1);
rank!(ArrayView2, ArrayViewMut2, weigh2, number2);
rank!(ArrayView3, ArrayViewMut3, weigh3, number3);
rank!(ArrayView4, ArrayViewMut4, weigh4, number4);
rank!(ArrayView5, ArrayViewMut5, weigh5, number5);
rank!(ArrayView6, ArrayViewMut6, weigh6, number6);
rank!(ArrayViewD, ArrayViewMutD, weigh_dynamic, number_dynamic);

/// Views spelled with the dimension as a type argument and lifetimes, through full paths.
#[arrays::export]
pub fn spelled_out(
    a: arrays::ndarray::ArrayView<'_, f32, arrays::ndarray::Ix2>,
    b: arrays::ndarray::ArrayView1<'_, i32>,
) -> f64 {
    f64::from(a.sum()) + f64::from(b.sum())
}

/// The shape of `x` as text.
#[arrays::export]
pub fn describe(x: ArrayViewD<f64>) -> String {
    format!("{:?} {:?}", x.shape(), x.strides())
}
