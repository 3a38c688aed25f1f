"""Order statistics, histograms, covariances, rolling windows and scaling."""

import numpy as np
import pandas as pd

from case import case, near, raises, random, ulp

REALS = [np.float64, np.float32]
METHODS = ("linear", "lower", "higher", "midpoint", "nearest")
fractions = np.array([0, 0.25, 1 / 3, 0.5, 0.9, 1])


def exact(x):
    """The numbers as float64, for a result that rounds once."""
    return np.asarray(x, np.float64)


def inputs(dtype):
    """Arrays of one axis with what is special about numbers."""
    for n in (1, 2, 3, 10, 101, 4500):
        yield random(f"statistics {n}").normal(0, 10, n).astype(dtype)
    yield np.array([1, 2, 2, 2, 3, -0.0, 0, 7, -7], dtype)
    yield np.array([1, np.nan, 3], dtype)
    yield np.array([np.nan, np.nan], dtype)
    yield np.array([], dtype)
    yield np.array([np.inf, 1, 2, -np.inf, 5], dtype)


def quantile(function, x, q, **options):
    with np.errstate(invalid="ignore"):
        return np.asarray(function(exact(x), q, **options)).astype(x.dtype)


def rolled(x, window):
    """The rolling windows of a series; pandas takes infinities for NaNs, so that none are in it."""
    return pd.Series(exact(x)).rolling(window)


def deviations(x, window, ddof):
    """The standard deviations of rolling windows; pandas' lose digits on the way."""
    expected = np.full(x.size, np.nan, x.dtype)
    if ddof < window <= x.size:
        windows = np.lib.stride_tricks.sliding_window_view(x.astype(np.longdouble), window)
        expected[window - 1 :] = np.std(windows, axis=1, ddof=ddof)
    return expected


with np.testing.suppress_warnings() as warnings:
    warnings.filter(RuntimeWarning)
    for dtype in REALS:
        eps = np.finfo(dtype).eps
        for x in inputs(dtype):
            for name, function in (("quantile", np.quantile), ("nanquantile", np.nanquantile)):
                if np.isinf(x).any():
                    # Between infinities NumPy's linear interpolation is NaN even at an element.
                    q = np.array([0, 0.25, 0.5, 0.75, 1])
                    expected = quantile(function, x, q, method="lower")
                    case(f"Statistics.{name}", expected, x=x, q=q)
                    continue
                if x.size == 0:
                    case(f"Statistics.{name}", np.full(6, np.nan, dtype), x=x, q=fractions)
                    continue
                case(f"Statistics.{name}", ulp(quantile(function, x, fractions), 1), x=x, q=fractions)
                expected = dtype(quantile(function, x, 0.3))
                case(f"Statistics.{name}", ulp(expected, 1), x=x, q=0.3)
                for method in METHODS:
                    expected = quantile(function, x, fractions, method=method)
                    case(f"Statistics.{name}", ulp(expected, 1), x=x, q=fractions, method=method)
            for name, function in (("median", np.median), ("nanmedian", np.nanmedian)):
                expected = dtype(function(exact(x)))
                case(f"Statistics.{name}", ulp(expected, 1), x=x)
            if not np.isinf(x).any() and x.size:
                expected = quantile(np.quantile, x, fractions)
                case("Statistics.parallelQuantile", ulp(expected, 1), x=x, q=fractions)
        x = np.array([3, 1, 2], dtype)
        case("Statistics.quantile", np.zeros(0, dtype), x=x, q=np.zeros(0))
        for wrong in (-0.1, 1.1, np.nan):
            q = np.array([wrong])
            for name in ("quantile", "nanquantile"):
                case(f"Statistics.{name}", raises("Quantiles must be in the range [0, 1]"), x=x, q=q)
        long = random("long quantiles").normal(0, 1, 4000).round(2).astype(dtype)
        long = np.tile(long, 25)
        case("Statistics.quantile", ulp(quantile(np.quantile, long, fractions), 1), x=long, q=fractions)
        case(
            "Statistics.parallelQuantile",
            ulp(quantile(np.quantile, long, fractions), 1),
            x=long,
            q=fractions,
        )

        for shape in ((4, 5), (3, 4, 2), (1, 6), (3, 0)):
            x = random(f"quantiles {shape}").normal(0, 10, shape).astype(dtype)
            missing = x.copy()
            missing[..., :1] = np.nan
            for axis in range(-1, len(shape)):
                if x.shape[axis] == 0:
                    continue
                for name, function, data in (
                    ("quantile", np.quantile, x),
                    ("quantile", np.quantile, missing),
                    ("nanquantile", np.nanquantile, missing),
                ):
                    if x.size == 0 or (data is missing and axis == 0 and name == "quantile"):
                        continue
                    expected = quantile(function, data, fractions, axis=axis)
                    case(f"Statistics.{name}", ulp(expected, 1), x=data, q=fractions, axis=axis)
                    expected = quantile(function, data, fractions, axis=axis, method="nearest")
                    case(
                        f"Statistics.{name}",
                        ulp(expected, 1),
                        x=data,
                        q=fractions,
                        axis=axis,
                        method="nearest",
                    )
                for name, function in (("median", np.median), ("nanmedian", np.nanmedian)):
                    expected = np.asarray(function(exact(missing), axis=axis)).astype(dtype)
                    case(f"Statistics.{name}", ulp(expected, 1), x=missing, axis=axis)
            for name in ("median", "nanmedian"):
                wrong = f"axis {len(shape)} is out of bounds for array of dimension {len(shape)}"
                case(f"Statistics.{name}", raises(wrong), x=x, axis=len(shape))

        grid = (np.arange(-20, 120) / 100).astype(dtype)
        for name, x in (
            ("normal", random("histogram").normal(0, 1, 700).astype(dtype)),
            ("grid", grid),
            ("far", grid + dtype(1000)),
            ("missing", np.array([0.5, np.nan, 0.25, np.inf, -np.inf, 1], dtype)),
            ("empty", np.zeros(0, dtype)),
            ("one", np.full(3, 7, dtype)),
        ):
            for bins in (1, 3, 10, 100):
                if name != "missing":
                    counts, edges = np.histogram(x, bins)
                    # NumPy divides the range of nothing, from 0 to 1, as float64.
                    edges = ulp(edges.astype(dtype), 1) if x.size == 0 else edges
                    expected = {"counts": counts.astype(np.int64), "edges": edges}
                    for method in ("histogram", "parallelHistogram"):
                        case(f"Statistics.{method}", expected, x=x, bins=bins)
                low, high = dtype(0.1), dtype(0.7)
                counts, edges = np.histogram(x, bins, range=(low, high))
                expected = {"counts": counts.astype(np.int64), "edges": edges.astype(dtype)}
                for method in ("histogram", "parallelHistogram"):
                    case(f"Statistics.{method}", expected, x=x, bins=bins, low=low, high=high)
            for edges in ([0, 0.5, 1], [0, 0.25, 0.25, 1], [-1, 0, 1e6], [0.5, 0.5], [1]):
                edges = np.array(edges, dtype)
                counts = np.histogram(x, edges)[0].astype(np.int64)
                case("Statistics.histogram", counts, x=x, edges=edges)
        x = np.array([1, 2, 3], dtype)
        descending = np.array([1, 0], dtype)
        case("Statistics.histogram", raises(np.histogram, x, 0), x=x, bins=0)
        wrong = raises(np.histogram, x, 2, range=(2, 1))
        case("Statistics.histogram", wrong, x=x, bins=2, low=dtype(2), high=dtype(1))
        case("Statistics.histogram", raises(np.histogram, x, descending), x=x, edges=descending)
        infinite = np.array([1, np.inf], dtype)
        case("Statistics.histogram", raises("autodetected range of [1.0, inf] is not finite"), x=infinite, bins=2)
        missing = np.array([1, np.nan], dtype)
        case("Statistics.histogram", raises("autodetected range of [nan, nan] is not finite"), x=missing, bins=2)

        for variables, observations in ((1, 5), (2, 2), (3, 12), (7, 60), (2, 1)):
            x = random(f"cov {variables}").normal(3, 2, (variables, observations)).astype(dtype)
            for ddof in (None, 0, 1, 2):
                expected = np.cov(exact(x), ddof=ddof).reshape(variables, variables).astype(dtype)
                for method in ("cov", "parallelCov"):
                    case(
                        f"Statistics.{method}", near(expected, 8 * eps, 40), x=x, rowvar=True, ddof=ddof
                    )
            expected = np.cov(exact(x), rowvar=False).reshape(observations, observations).astype(dtype)
            case("Statistics.cov", near(expected, 8 * eps, 40), x=x, rowvar=False)
            if observations > 2:
                expected = np.corrcoef(exact(x)).reshape(variables, variables).astype(dtype)
                for method in ("corrcoef", "parallelCorrcoef"):
                    case(f"Statistics.{method}", near(expected, 8 * eps, 1), x=x)
                    case(f"Statistics.{method}", near(expected, 8 * eps, 1), x=x.T.copy(), rowvar=False)
        x = np.array([[1, 1, 1], [1, 2, 4], [np.nan, 1, 2]], dtype)
        for method in ("cov", "parallelCov"):
            case(f"Statistics.{method}", near(np.cov(exact(x)).astype(dtype), 4 * eps, 4), x=x)
        case("Statistics.corrcoef", near(np.corrcoef(exact(x)).astype(dtype), 4 * eps, 1), x=x)

        for x in (
            random("rolling").normal(2, 1, 300).astype(dtype),
            np.array([1, 2, np.nan, 4, 5, 5, 5, 7, np.nan], dtype),
            np.full(9, 0.1, dtype),
            np.zeros(0, dtype),
        ):
            for window in (1, 2, 3, 8, 20, 101):
                rolling = rolled(x, window)
                for method, expected in (
                    ("rollingSum", rolling.sum()),
                    ("rollingMean", rolling.mean()),
                    ("rollingMin", rolling.min()),
                    ("rollingMax", rolling.max()),
                    ("rollingMedian", rolling.median()),
                    ("parallelRollingMedian", rolling.median()),
                ):
                    expected = expected.to_numpy().astype(dtype)
                    scale = 3 * window if method == "rollingSum" else 3
                    if method in ("rollingMin", "rollingMax"):
                        scale = 0
                    case(f"Statistics.{method}", near(expected, 4 * eps, scale), x=x, window=window)
                for ddof in (None, 0, 2):
                    expected = deviations(x, window, 1 if ddof is None else ddof)
                    case("Statistics.rollingStd", near(expected, 4 * eps, 3), x=x, window=window, ddof=ddof)
        for method in ("Sum", "Mean", "Std", "Min", "Max", "Median"):
            wrong = raises("window must be at least 1, but is 0")
            case(f"Statistics.rolling{method}", wrong, x=np.ones(3, dtype), window=0)
        long = np.tile(random("long windows").normal(2, 1, 500).astype(dtype), 8)
        for window in (100, 1500):
            expected = rolled(long, window).mean().to_numpy().astype(dtype)
            case("Statistics.rollingMean", near(expected, 8 * eps, 3), x=long, window=window)

        for x in (
            random("ewm").normal(2, 1, 100).astype(dtype),
            np.array([np.nan, 1, np.nan, np.nan, 3, 5, np.nan, 7], dtype),
            np.full(9, 0.1, dtype),
            np.zeros(0, dtype),
        ):
            for alpha in (0.05, 0.4, 1.0):
                for adjust in (True, False):
                    for ignore_na in (True, False):
                        # Of 0.5 and gaps, pandas takes another mean than its documentation says.
                        ewm = pd.Series(exact(x)).ewm(alpha=alpha, adjust=adjust, ignore_na=ignore_na)
                        case(
                            "Statistics.ewmMean",
                            ulp(ewm.mean().to_numpy().astype(dtype), 16),
                            x=x,
                            alpha=alpha,
                            adjust=adjust,
                            ignore_na=ignore_na,
                        )
        wrong = raises("alpha must satisfy: 0 < alpha <= 1")
        case("Statistics.ewmMean", wrong, x=np.ones(3, dtype), alpha=0.0)

        for shape in ((5, 3), (1, 4), (40, 2), (0, 3), (30, 70)):
            x = random(f"standardize {shape}").normal(3, 2, shape).astype(dtype)
            x[:, 0] = 1
            spread = np.std(exact(x), axis=0)
            scaled = (x - np.mean(exact(x), axis=0)) / np.where(spread == 0, 1, spread)
            case("Statistics.standardize", {"x": near(scaled.astype(dtype), 16 * eps)}, x=x)

for dtype in (np.int64, np.int32):
    for x in ([0, 3, 3, 1], [5], [], list(range(300)) * 2):
        x = np.array(x, dtype)
        weights = random("bincount").normal(0, 1, x.size)
        for minlength in (None, 0, 10):
            length = minlength or 0
            case("Statistics.bincount", np.bincount(x, minlength=length), x=x, minlength=minlength)
            sums = np.bincount(x, weights, length)
            case("Statistics.bincount", ulp(sums.astype(np.float64), 1), x=x, weights=weights, minlength=minlength)
    x = np.array([1, -1], dtype)
    case("Statistics.bincount", raises(np.bincount, x), x=x)
