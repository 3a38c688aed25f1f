//! Distances, nearest neighbours and clusters.
//!
//! Points are the rows of a matrix.

mod cdist;
mod kmeans;
mod knn;
mod panels;
mod scaled;

use crate::element::Real;
use crate::error::KernelError;
use crate::parallel;
use arrays::prelude::*;

/// What SciPy takes when no metric is named.
const EUCLIDEAN: &str = "euclidean";

/// The distance of each row of `xa` to each row of `xb`.
///
/// The `metric` is one of SciPy's `euclidean`, `sqeuclidean` (its square), `cityblock` (also `manhattan`) and
/// `cosine`, which is 1 less the cosine of the angle between the rows, and NaN for a row of zeros. Differences are
/// taken element by element, so that distances of points close to each other are as accurate as those of others.
/// Those of `f32` are computed in `f32`, where SciPy computes in `f64`, unless squares would leave its range. A distance
/// in the range of numbers is one also where its square is not.
///
/// # Errors
///
/// A metric of another name; or the memory for copies of the points cannot be allocated.
#[arrays::export(types(T = [f64, f32]), shapes(xa = [m, k], xb = [n, k], distances = [m, n]))]
pub fn cdist<T: Real>(
    xa: ArrayView2<T>,
    xb: ArrayView2<T>,
    metric: &str,
    #[out] distances: ArrayViewMut2<T>,
) -> Result<(), KernelError> {
    cdist::cdist(xa, xb, metric, distances, 1)
}

/// The Euclidean distance of each row of `xa` to each row of `xb`.
///
/// # Errors
///
/// The memory for copies of the points cannot be allocated.
#[arrays::export(
    name = cdist,
    types(T = [f64, f32]),
    shapes(xa = [m, k], xb = [n, k], distances = [m, n])
)]
pub fn cdist_euclidean<T: Real>(
    xa: ArrayView2<T>,
    xb: ArrayView2<T>,
    #[out] distances: ArrayViewMut2<T>,
) -> Result<(), KernelError> {
    cdist::cdist(xa, xb, EUCLIDEAN, distances, 1)
}

/// The distance of each row of `xa` to each row of `xb`, by several threads; the same numbers as by one.
///
/// # Errors
///
/// Those of `cdist`; or the threads cannot be started.
#[arrays::export(types(T = [f64, f32]), shapes(xa = [m, k], xb = [n, k], distances = [m, n]))]
pub fn parallel_cdist<T: Real>(
    xa: ArrayView2<T>,
    xb: ArrayView2<T>,
    metric: &str,
    #[out] distances: ArrayViewMut2<T>,
) -> Result<(), KernelError> {
    parallel::run(|| cdist::cdist(xa, xb, metric, distances, rayon::current_num_threads()))?
}

/// The `neighbours` rows of `points` nearest to each row of `queries`: their `indices` and Euclidean `distances`, from
/// the nearest to the farthest.
///
/// Of points as far as each other that of the lower index comes first; those at a distance of NaN come last. Every
/// point is looked at (brute force).
///
/// # Errors
///
/// There are fewer points than `neighbours`; or the memory for a copy of the points, or for the result, cannot be
/// allocated.
#[arrays::export(
    types(T = [f64, f32]),
    shapes(points = [n, k], queries = [m, k]),
    returns(indices, distances)
)]
pub fn knn<T: Real>(
    points: ArrayView2<T>,
    queries: ArrayView2<T>,
    neighbours: usize,
) -> Result<(Array2<i64>, Array2<T>), KernelError> {
    knn::knn(points, queries, neighbours, 1)
}

/// [`knn`] by several threads; the same result as by one.
///
/// # Errors
///
/// Those of `knn`; or the threads cannot be started.
#[arrays::export(
    types(T = [f64, f32]),
    shapes(points = [n, k], queries = [m, k]),
    returns(indices, distances)
)]
pub fn parallel_knn<T: Real>(
    points: ArrayView2<T>,
    queries: ArrayView2<T>,
    neighbours: usize,
) -> Result<(Array2<i64>, Array2<T>), KernelError> {
    parallel::run(|| knn::knn(points, queries, neighbours, rayon::current_num_threads()))?
}

/// Clusters of the rows of `x` (shape `[n, k]`) around as many centres as `initial` has rows: Lloyd's algorithm, as in
/// scikit-learn.
///
/// Every step gives each point to its nearest centre (of several the first) and moves each centre to the mean of its
/// points. It ends when no point changes its cluster; when the squares of the centres' moves sum to no more than `tol`
/// (1e-4 when left out) times the mean variance of the columns; or after `max_iter` steps (300 when left out). A
/// centre without points moves to the point that is farthest from its own centre, which leaves its cluster. Returns
/// the `centres` (shape `[c, k]`), the index of each point's centre, `labels` (shape `[n]`), the `inertia`, which is
/// the sum of the squared distances of all points to their centres, and the number of `iterations`.
///
/// # Errors
///
/// No centres, or more than points; a NaN or an infinity in `x` or `initial`; a `max_iter` of 0; a `tol` that is negative
/// or not finite; or the memory for the result cannot be allocated.
#[arrays::export(
    types(T = [f64, f32]),
    shapes(x = [n, k], initial = [c, k]),
    returns(centres, labels, inertia, iterations)
)]
pub fn kmeans<T: Real>(
    x: ArrayView2<T>,
    initial: ArrayView2<T>,
    max_iter: Option<usize>,
    tol: Option<T>,
) -> Result<(Array2<T>, Array1<i64>, T, usize), KernelError> {
    kmeans::lloyd(x, initial, max_iter, tol, 1)
}

/// [`kmeans`] by several threads; the same result as by one.
///
/// # Errors
///
/// Those of `kmeans`; or the threads cannot be started.
#[arrays::export(
    types(T = [f64, f32]),
    shapes(x = [n, k], initial = [c, k]),
    returns(centres, labels, inertia, iterations)
)]
pub fn parallel_kmeans<T: Real>(
    x: ArrayView2<T>,
    initial: ArrayView2<T>,
    max_iter: Option<usize>,
    tol: Option<T>,
) -> Result<(Array2<T>, Array1<i64>, T, usize), KernelError> {
    parallel::run(|| kmeans::lloyd(x, initial, max_iter, tol, rayon::current_num_threads()))?
}

/// `clusters` rows of `x` that are far apart, at random by `seed`, for `kmeans` to begin with: k-means++.
///
/// Each is chosen with a probability in proportion to its squared distance from those before it, the best of a few
/// draws, as in scikit-learn (D. Arthur, S. Vassilvitskii, "k-means++: the advantages of careful seeding", SODA
/// 2007). The same seed gives the same rows on every platform, though not scikit-learn's.
///
/// # Errors
///
/// No clusters, or more than points; a NaN or an infinity in `x`; a negative `seed`; or the memory for the distances
/// cannot be allocated.
#[arrays::export(types(T = [f64, f32]), shapes(x = [n, k]))]
pub fn kmeans_plus_plus<T: Real>(
    x: ArrayView2<T>,
    clusters: usize,
    seed: i64,
) -> Result<Array2<T>, KernelError> {
    kmeans::plus_plus(x, clusters, seed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrays::ndarray::{Axis, Slice, array};

    fn points<T: Real>(n: usize, k: usize, seed: usize) -> Array2<T> {
        Array2::from_shape_fn((n, k), |(i, j)| {
            let value = ((i * 7919 + j * 104_729 + i * j * 31 + seed * 613) % 1009) as f64;
            T::from(value / 64.0 - 7.0).expect("a number")
        })
    }

    fn distance<T: Real>(a: ArrayView1<T>, b: ArrayView1<T>, metric: &str) -> f64 {
        let number = |x: &T| x.to_f64().expect("a number");
        let pairs = || a.iter().map(number).zip(b.iter().map(number));
        let squares = pairs().map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
        match metric {
            "euclidean" => squares.sqrt(),
            "sqeuclidean" => squares,
            "cityblock" | "manhattan" => pairs().map(|(a, b)| (a - b).abs()).sum(),
            _ => {
                let norm =
                    |x: ArrayView1<T>| x.iter().map(|x| number(x).powi(2)).sum::<f64>().sqrt();
                1.0 - pairs().map(|(a, b)| a * b).sum::<f64>() / norm(a) / norm(b)
            }
        }
    }

    fn all_pairs_are_measured<T: Real>() {
        let every_other = Slice::new(0, None, -2);
        for (m, n, k) in [(1, 1, 1), (5, 17, 3), (8, 33, 0), (3, 40, 600), (0, 3, 2), (3, 0, 2)] {
            let (a, b) = (points::<T>(m, k, 1), points::<T>(n, k, 2));
            let mut wide = Array2::from_elem((m, 2 * k), T::nan());
            wide.slice_axis_mut(Axis(1), every_other).assign(&a);
            let columns = b.t().to_owned();
            for metric in ["euclidean", "sqeuclidean", "cityblock", "manhattan", "cosine"] {
                for (a, b) in
                    [(a.view(), b.view()), (wide.slice_axis(Axis(1), every_other), columns.t())]
                {
                    let mut found = Array2::from_elem((m, 2 * n), T::infinity());
                    cdist(a, b, metric, found.slice_axis_mut(Axis(1), every_other)).unwrap();
                    let found = found.slice_axis(Axis(1), every_other);
                    for ((i, j), &found) in found.indexed_iter() {
                        let expected = distance(a.row(i), b.row(j), metric);
                        let found = found.to_f64().unwrap();
                        let limit = 10.0 * T::epsilon().to_f64().unwrap() * (1.0 + expected);
                        assert!(
                            (found - expected).abs() <= limit
                                || found.is_nan() && expected.is_nan(),
                            "{metric} of {i} and {j}: {found} instead of {expected}"
                        );
                    }
                    let mut parallel = Array2::zeros((m, n));
                    parallel_cdist(a, b, metric, parallel.view_mut()).unwrap();
                    assert!(
                        parallel.iter().zip(found).all(|(a, b)| a == b || a.is_nan() && b.is_nan())
                    );
                }
            }
        }
    }

    #[test]
    fn all_pairs_of_both_types_are_measured() {
        all_pairs_are_measured::<f64>();
        all_pairs_are_measured::<f32>();
    }

    #[test]
    fn points_close_to_each_other_are_measured_as_accurately() {
        let (a, b) = (array![[1e8, 1e8]], array![[1e8 + 3.0, 1e8 - 4.0]]);
        let mut distances = Array2::zeros((1, 1));
        cdist_euclidean(a.view(), b.view(), distances.view_mut()).unwrap();
        assert_eq!(distances, array![[5.0]]);
        cdist(a.view(), a.view(), "cosine", distances.view_mut()).unwrap();
        assert!(f64::abs(distances[[0, 0]]) < 1e-15);
    }

    #[test]
    fn an_unknown_metric_is_refused() {
        let x = array![[1.0]];
        let error = cdist(x.view(), x.view(), "euclid", x.clone().view_mut()).unwrap_err();
        assert_eq!(error.to_string(), "Unknown Distance Metric: euclid");
    }

    fn the_nearest_are_found<T: Real + std::fmt::Debug>() {
        for (n, m, k, neighbours) in [
            (1, 1, 1, 1),
            (100, 70, 2, 5),
            (40, 3, 3, 40),
            (500, 4, 1, 33),
            (700, 5, 2, 70),
            (7, 0, 2, 3),
            (7, 2, 2, 0),
        ] {
            let (points, queries) = (points::<T>(n, k, 1), points::<T>(m, k, 5));
            let (indices, distances) = knn(points.view(), queries.view(), neighbours).unwrap();
            assert_eq!((indices.dim(), distances.dim()), ((m, neighbours), (m, neighbours)));
            for i in 0..m {
                let mut all: Vec<(T, i64)> = (0..n)
                    .map(|j| {
                        let apart = &points.row(j) - &queries.row(i);
                        (apart.iter().map(|&x| x * x).sum::<T>(), j as i64)
                    })
                    .collect();
                all.sort_by(|a, b| a.partial_cmp(b).unwrap());
                for j in 0..neighbours {
                    assert_eq!((distances[[i, j]], indices[[i, j]]), (all[j].0.sqrt(), all[j].1));
                }
            }
            let parallel = parallel_knn(points.view(), queries.t().to_owned().t(), neighbours);
            assert_eq!(parallel.unwrap(), (indices, distances));
        }
    }

    #[test]
    fn the_nearest_of_both_types_are_found() {
        the_nearest_are_found::<f64>();
        the_nearest_are_found::<f32>();
    }

    #[test]
    fn points_that_are_no_numbers_are_the_farthest() {
        let nan = f64::NAN;
        let points = array![[nan], [3.0], [nan], [1.0], [f64::INFINITY]];
        let (indices, distances) = knn(points.view(), array![[0.0]].view(), 4).unwrap();
        assert_eq!(indices, array![[3, 1, 4, 0]]);
        assert_eq!(distances.as_slice().unwrap()[..3], [1.0, 3.0, f64::INFINITY]);
        assert!(distances[[0, 3]].is_nan());
        let error = knn(points.view(), array![[0.0]].view(), 6).unwrap_err();
        assert_eq!(
            error.to_string(),
            "Expected n_neighbors <= n_samples_fit, but n_neighbors = 6, n_samples_fit = 5"
        );
    }

    #[test]
    fn memory_that_is_not_there_is_refused() {
        let one = array![[1.0]];
        let huge = one.broadcast((1 << 58, 1)).unwrap();
        assert!(matches!(knn(huge, one.view(), 1), Err(KernelError::OutOfMemory { .. })));
        assert!(knn(one.view(), huge, 1).is_err());
    }

    fn units_change_no_distance<T: Real>(units: &[f64]) {
        let limit = 8.0 * T::epsilon().wide();
        let of = |unit: f64| points::<f64>(40, 3, 1).mapv(|x| T::narrow(x * unit));
        let wide = |x: Array2<T>| x.mapv(T::wide);
        for &unit in units {
            let (x, scaled) = (of(1.0), of(unit));
            for (metric, unit) in [("euclidean", unit), ("cosine", 1.0)] {
                let (mut expected, mut found) = (Array2::zeros((40, 40)), Array2::zeros((40, 40)));
                cdist(x.view(), x.view(), metric, expected.view_mut()).unwrap();
                cdist(scaled.view(), scaled.view(), metric, found.view_mut()).unwrap();
                for (found, expected) in wide(found).iter().zip(&wide(expected)) {
                    let apart = (found / unit - expected).abs();
                    assert!(apart <= limit * (1.0 + expected), "{metric} of {unit}: {apart}");
                }
            }
            let (indices, distances) = knn(x.view(), x.view(), 5).unwrap();
            let (found_indices, found) = knn(scaled.view(), scaled.view(), 5).unwrap();
            assert_eq!(found_indices, indices);
            for (found, expected) in wide(found).iter().zip(&wide(distances)) {
                assert!((found / unit - expected).abs() <= limit * (1.0 + expected), "{unit}");
            }
            let initial = kmeans_plus_plus(x.view(), 4, 1).unwrap();
            let found = kmeans_plus_plus(scaled.view(), 4, 1).unwrap();
            assert_eq!(found.dim(), initial.dim());
            let (centres, labels, ..) = kmeans(x.view(), x.rows_to(4), None, None).unwrap();
            let found = kmeans(scaled.view(), scaled.rows_to(4), None, None).unwrap();
            assert_eq!(found.1, labels);
            for (found, expected) in wide(found.0).iter().zip(&wide(centres)) {
                assert!((found / unit - expected).abs() <= limit * 16.0, "{unit}");
            }
        }
    }

    /// The first rows.
    trait RowsTo<T> {
        fn rows_to(&self, count: usize) -> ArrayView2<'_, T>;
    }

    impl<T> RowsTo<T> for Array2<T> {
        fn rows_to(&self, count: usize) -> ArrayView2<'_, T> {
            self.slice_axis(Axis(0), Slice::from(..count))
        }
    }

    #[test]
    fn squares_of_both_types_may_leave_the_range() {
        let two = |exponents: [i32; 4]| exponents.map(|exponent| 2.0_f64.powi(exponent));
        units_change_no_distance::<f64>(&two([660, 1015, -660, -1000]));
        units_change_no_distance::<f32>(&two([83, 120, -83, -115]));
    }

    #[test]
    fn points_of_all_sizes_have_angles() {
        let a = array![[1e-200, 1e-200], [1e200, 0.0], [0.0, 3.0], [0.0, 0.0]];
        let mut distances = Array2::zeros((4, 4));
        cdist(a.view(), a.view(), "cosine", distances.view_mut()).unwrap();
        let part = 1.0 - 0.5_f64.sqrt();
        for ((i, j), expected) in [((0, 0), 0.0), ((0, 1), part), ((1, 2), 1.0), ((2, 0), part)] {
            assert!((distances[[i, j]] - expected).abs() < 1e-15, "{distances}");
        }
        assert!(distances.row(3).iter().all(|distance: &f64| distance.is_nan()));
    }

    #[test]
    fn points_gather_around_their_means() {
        let x = array![[0.0, 0.0], [0.0, 1.0], [10.0, 10.0], [10.0, 12.0], [1.0, 0.0]];
        let initial = array![[0.0, 0.0], [0.0, 1.0]];
        let (centres, labels, inertia, iterations) =
            kmeans(x.view(), initial.view(), None, None).unwrap();
        assert_eq!(labels, array![0, 0, 1, 1, 0]);
        assert_eq!(centres, array![[1.0 / 3.0, 1.0 / 3.0], [10.0, 11.0]]);
        assert!(f64::abs(inertia - (4.0 / 3.0 + 2.0)) < 1e-12, "{inertia}");
        assert_eq!(iterations, 3);
    }

    #[test]
    fn a_centre_without_points_moves_to_the_farthest_point() {
        let x = array![[0.0f32], [1.0], [20.0], [2.0]];
        let initial = array![[0.5], [100.0]];
        let (centres, labels, ..) = kmeans(x.view(), initial.view(), None, None).unwrap();
        assert_eq!((centres, labels), (array![[1.0], [20.0]], array![0, 0, 1, 0]));
        // No different point is left for the second centre.
        let same = array![[3.0], [3.0]];
        let (centres, labels, inertia, _) =
            kmeans(same.view(), array![[3.0], [7.0]].view(), None, None).unwrap();
        assert_eq!((centres, labels, inertia), (array![[3.0], [7.0]], array![0, 0], 0.0));
    }

    #[test]
    fn threads_find_the_same_clusters() {
        let x = points::<f64>(5000, 3, 1);
        let initial = kmeans_plus_plus(x.view(), 7, 42).unwrap();
        assert_eq!(kmeans_plus_plus(x.view(), 7, 42).unwrap(), initial);
        assert_ne!(kmeans_plus_plus(x.view(), 7, 43).unwrap(), initial);
        assert!(initial.rows().into_iter().all(|row| x.rows().into_iter().any(|x| x == row)));
        let found = kmeans(x.view(), initial.view(), Some(20), None).unwrap();
        let columns = x.t().to_owned();
        let parallel = parallel_kmeans(columns.t(), initial.view(), Some(20), None).unwrap();
        assert_eq!(parallel, found);
        let (centres, labels, inertia, _) = found;
        let mut squares = Array2::zeros((5000, 7));
        cdist(x.view(), centres.view(), "sqeuclidean", squares.view_mut()).unwrap();
        let mut total = 0.0;
        for (row, &label) in squares.rows().into_iter().zip(&labels) {
            assert!(row.iter().all(|&square| square >= row[label as usize]));
            total += row[label as usize];
        }
        assert!((total - inertia).abs() < 1e-9 * total);
    }

    #[test]
    fn what_has_no_clusters_is_refused() {
        let x = array![[1.0], [2.0]];
        let message = |x: &Array2<f64>, initial: Array2<f64>, steps| {
            kmeans(x.view(), initial.view(), Some(steps), None).unwrap_err().to_string()
        };
        assert_eq!(
            message(&x, Array2::zeros((0, 1)), 9),
            "n_clusters must be at least 1, but is 0"
        );
        assert_eq!(message(&x, Array2::zeros((3, 1)), 9), "n_samples=2 should be >= n_clusters=3.");
        assert_eq!(message(&x, Array2::zeros((1, 1)), 0), "max_iter must be at least 1, but is 0");
        assert_eq!(message(&array![[f64::NAN]], array![[0.0]], 9), "Input X contains NaN.");
        assert_eq!(message(&x, array![[f64::NAN]], 9), "Input initial contains NaN.");
        assert_eq!(
            message(&x, array![[f64::INFINITY]], 9),
            "Input initial contains infinity or a value too large for dtype('float64')."
        );
        for tol in [-1.0, f64::NAN, f64::INFINITY] {
            let error = kmeans(x.view(), array![[0.0]].view(), None, Some(tol)).unwrap_err();
            let expected = format!("tol must be at least 0 and finite, but is {tol}");
            assert_eq!(error.to_string(), expected);
        }
        let error = kmeans_plus_plus(x.view(), 1, -1).unwrap_err();
        assert_eq!(error.to_string(), "expected non-negative integer");
        assert_eq!(
            message(&array![[f64::INFINITY]], array![[0.0]], 9),
            "Input X contains infinity or a value too large for dtype('float64')."
        );
    }
}
