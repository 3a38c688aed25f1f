"""Distances, nearest neighbours and clusters."""

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans

from case import case, near, raises, random

METRICS = ("euclidean", "sqeuclidean", "cityblock", "manhattan", "cosine")


def points(dtype, name, n, k):
    return random(f"points {name} {n} {k}").normal(0, 1, (n, k)).astype(dtype)


for dtype in (np.float64, np.float32):
    eps = float(np.finfo(dtype).eps)
    for m, n, k in ((1, 1, 1), (5, 17, 3), (3, 33, 20), (2, 3, 300), (0, 3, 2), (3, 0, 2)):
        xa, xb = points(dtype, "a", m, k), points(dtype, "b", n, k)
        for metric in METRICS:
            expected = cdist(xa, xb, "cityblock" if metric == "manhattan" else metric).astype(dtype)
            for method in ("cdist", "parallelCdist"):
                case(f"Distance.{method}", near(expected, 8 * eps, None if m * n and metric != "cosine" else 2), xa=xa, xb=xb, metric=metric)
        case("Distance.cdist", near(cdist(xa, xb).astype(dtype), 8 * eps), xa=xa, xb=xb)
    special = np.array([[0, 0], [np.nan, 1], [np.inf, 1], [1, 2]], dtype)
    for metric in METRICS[:3]:
        case("Distance.cdist", near(cdist(special, special, metric).astype(dtype), 4 * eps), xa=special, xb=special, metric=metric)
    case("Distance.cdist", raises("Unknown Distance Metric"), xa=special, xb=special, metric="euclid")

    for n, m, k, neighbours in ((1, 1, 1, 1), (100, 20, 2, 5), (40, 3, 3, 40)):
        data, queries = points(dtype, "data", n, k), points(dtype, "queries", m, k)
        distances = cdist(queries, data)
        indices = np.argsort(distances, axis=1, kind="stable")[:, :neighbours]
        expected = {
            "indices": indices.astype(np.int64),
            "distances": near(np.take_along_axis(distances, indices, 1).astype(dtype), 8 * eps),
        }
        for method in ("knn", "parallelKnn"):
            case(f"Distance.{method}", expected, points=data, queries=queries, neighbours=neighbours)
    # Ties: the lower index first.
    grid = np.array([[1], [0], [1], [-1], [0]], dtype)
    expected = {"indices": np.array([[1, 4, 0, 2]]), "distances": np.array([[0, 0, 1, 1]], dtype)}
    case("Distance.knn", expected, points=grid, queries=np.zeros((1, 1), dtype), neighbours=4)
    case("Distance.knn", raises("Expected n_neighbors <= n_samples_fit"), points=grid, queries=grid, neighbours=6)

    x = np.concatenate([points(dtype, "cluster", 60, 2) + centre for centre in ([0, 0], [9, 0], [0, 9])]).astype(dtype)
    initial = x[[0, 1, 2]]
    fit = KMeans(3, init=initial, n_init=1, algorithm="lloyd").fit(x)
    expected = {
        "centres": near(fit.cluster_centers_, 64 * eps),
        "labels": fit.labels_.astype(np.int64),
        "inertia": near(dtype(fit.inertia_), 64 * eps),
        "iterations": fit.n_iter_,
    }
    for method in ("kmeans", "parallelKmeans"):
        case(f"Distance.{method}", expected, x=x, initial=initial)
    far = np.concatenate([x[:2], np.full((1, 2), 1000, dtype)])
    fit = KMeans(3, init=far, n_init=1, algorithm="lloyd").fit(x)
    case("Distance.kmeans", {"inertia": near(dtype(fit.inertia_), 64 * eps)}, x=x, initial=far)
    nan = np.array([[np.nan], [1]], dtype)
    case("Distance.kmeans", raises("Input X contains NaN."), x=nan, initial=nan[1:])
    case("Distance.kmeans", raises("n_samples=2 should be >= n_clusters=3."), x=nan, initial=np.zeros((3, 1), dtype))
    same = np.full((4, 2), 2, dtype)
    case("Distance.kmeansPlusPlus", same[:3], x=same, clusters=3, seed=7)
