"""Inputs that are hard on arithmetic, over every function they make sense for: numbers far from 0, equal numbers, both
zeros, infinities, both ends of the range, numbers that are not normal, and axes without elements."""

import numpy as np
from scipy import special

from case import case, near, raises, random, ulp

REALS = np.float64, np.float32
INTEGERS = np.int64, np.int32


def wide(x):
    """The same numbers, with more digits and exponents."""
    return np.asarray(x).astype(np.longdouble)


def of(dtype, value):
    """What was computed of wide numbers, rounded once."""
    return np.asarray(value).astype(dtype)[()]


def both(method):
    """A method and the one on several threads."""
    owner, name = method.split(".")
    return method, f"{owner}.parallel{name[0].upper()}{name[1:]}"


def kinds(dtype):
    """Arrays of finite numbers, by the name of their kind."""
    limits = np.finfo(dtype)
    largest, tiny, least = limits.max, limits.tiny, limits.smallest_subnormal
    generator = random("kinds")
    center = 1e9 if dtype is np.float64 else 1e6
    waves = center + 10 * np.sin(np.arange(100) * (2 * np.pi / 100))
    steps = generator.integers(0, 16, 300)
    yield "far", np.tile(waves.astype(dtype), 100)
    yield "far", (center + steps[:40]).astype(dtype)
    yield "far", (-center - np.arange(4800) % 3).astype(dtype)
    for value in (0.1, 1.81, 0.576, float(largest), -float(least)):
        for count in (1, 3, 130, 5000):
            yield "equal", np.full(count, value, dtype)
    yield "zeros", np.array([0.0, -0.0] * 20, dtype)
    yield "zeros", np.array([-0.0] * 3, dtype)
    yield "zeros", np.array([0.0, -0.0, 1, -1, -0.0], dtype)
    yield "large", (largest * dtype(0.9)) * np.array([1, 1, 1, 0.5] * 5, dtype)
    yield "large", (largest * dtype(0.9)) * np.array([1, -1, -1, 1, 0.25] * 1000, dtype)
    yield "large", (np.sqrt(largest) * 64 * (1 + steps)).astype(dtype)
    yield "small", (least * dtype(1)) * steps.astype(dtype)
    yield "small", (tiny * dtype(8)) * (1 + steps).astype(dtype)
    yield "small", (np.sqrt(tiny) / 64 * (1 + steps)).astype(dtype)
    exponents = generator.uniform(np.log2(tiny), np.log2(largest) - 12, 200)
    yield "spread", (np.exp2(exponents) * generator.choice([-1, 1], 200)).astype(dtype)


def missing(x):
    """The same with a NaN for every tenth, but for the first."""
    x = x.copy()
    x[9::10] = np.nan
    return x


def within(x):
    """A magnitude that tolerances are in proportion to: no larger than all numbers, nor so small that they are 0."""
    limits = np.finfo(x.dtype)
    least = float(limits.smallest_subnormal) / float(limits.eps)
    return max(least, min(float(limits.max), float(np.abs(wide(x)).max())))


for dtype in REALS:
    eps = float(np.finfo(dtype).eps)
    largest = np.finfo(dtype).max

    def spread(function, x, **options):
        """Rounded to a few digits, or to the last one of the smallest numbers."""
        return ulp(of(dtype, function(wide(x), **options)), 16)

    for kind, x in kinds(dtype):
        scale = within(x)
        whole = min(float(largest), scale * x.size)
        holes = missing(x)
        pair = np.stack([x[:200], x[:200][::-1]])
        if not (kind == "large" and (x < 0).any()):
            # Where sums of both signs overflow on the way, it depends on the way.
            for method in both("Reductions.sum"):
                case(method, near(of(dtype, wide(x).sum()), 2 * eps, whole), x=x)
        for method in both("Reductions.mean"):
            case(method, near(of(dtype, wide(x).mean()), 4 * eps, scale), x=x)
        case("Reductions.nanmean", near(of(dtype, np.nanmean(wide(holes))), 4 * eps, scale), x=holes)
        case("Reductions.mean", near(of(dtype, wide(pair).mean(axis=1)), 4 * eps, scale), x=pair, axis=1)
        for name, function in (("var", np.var), ("std", np.std)):
            for method in both(f"Reductions.{name}"):
                case(method, spread(function, x), x=x)
            case(f"Reductions.nan{name}", spread(getattr(np, f"nan{name}"), holes), x=holes)
            case(f"Reductions.{name}", spread(function, pair, axis=1), x=pair, axis=1)
            case(f"Reductions.{name}", spread(function, pair, axis=1), x=pair.T.copy(), axis=0)
            if x.size > 1:
                case(f"Reductions.{name}", spread(function, x, ddof=1), x=x, ddof=1.0)
        for ord in (None, 1.0, np.inf, -np.inf, 0.0):
            chosen = {} if ord is None else {"ord": ord}
            expected = spread(np.linalg.norm, x, ord=ord)
            for method in both("Reductions.norm"):
                case(method, expected, x=x, **chosen)
        if kind != "large":
            for name, data in (("cumsum", x[:400].copy()), ("nancumsum", holes[:400].copy())):
                # Only as accurate as one after the other.
                sums = of(dtype, getattr(np, name)(wide(data)))
                case(f"Reductions.{name}", near(sums, min(x.size, 300) * eps, whole), x=data)
        for name in ("min", "max", "argmin", "argmax"):
            function = getattr(np, name)
            expected = function(x) if name.startswith("arg") else ulp(function(x), 0)
            for method in both(f"Reductions.{name}"):
                case(method, expected, x=x)
        case("Reductions.logsumexp", spread(special.logsumexp, x), x=x)
        for method in both("Reductions.softmax"):
            case(method, near(of(dtype, special.softmax(wide(x))), 32 * eps, 1), x=x)
        if kind != "large":
            logs = of(dtype, special.log_softmax(wide(x)))
            case("Reductions.logSoftmax", near(logs, 8 * eps, scale + 20), x=x)

        levels = np.array([0, 0.1, 0.25, 0.5, 0.875, 1])
        quantiles = of(dtype, np.quantile(wide(x), wide(levels)))
        expected = near(quantiles, 4 * eps, scale)
        for method in both("Statistics.quantile"):
            case(method, expected, x=x, q=levels)
        quantiles = of(dtype, np.nanquantile(wide(holes), wide(levels)))
        case("Statistics.nanquantile", near(quantiles, 4 * eps, scale), x=holes, q=levels)
        quantiles = of(dtype, np.quantile(wide(pair), wide(levels), axis=1))
        case("Statistics.quantile", near(quantiles, 4 * eps, scale), x=pair, q=levels, axis=1)
        case("Statistics.median", ulp(of(dtype, np.median(wide(x))), 0), x=x)
        case("Statistics.nanmedian", ulp(of(dtype, np.nanmedian(wide(holes))), 0), x=holes)

        # What follows gives as many numbers as it is given.
        x = x[:350].copy()
        ends = wide(x.min()), wide(x.max())
        if kind in ("large", "far", "small") and ends[0] < ends[1]:
            for bins in (1, 4, 7):
                edges = of(dtype, np.linspace(*ends, bins + 1))
                if (np.diff(wide(edges)) <= 0).any():
                    continue
                inside = np.abs(wide(x)[:, None] - wide(edges)) > 16 * eps * scale
                if not (inside | (wide(x)[:, None] == wide(edges))).all():
                    continue
                counts = np.histogram(wide(x), wide(edges))[0].astype(np.int64)
                result = {"counts": counts, "edges": near(edges, 4 * eps)}
                for method in both("Statistics.histogram"):
                    case(method, result, x=x, bins=bins)

        for window in (1, 5, 130):
            if window > x.size:
                continue
            windows = np.lib.stride_tricks.sliding_window_view(wide(x), window)

            def rolled(function, **options):
                values = np.full(x.size, np.nan, dtype)
                values[window - 1 :] = of(dtype, function(windows, axis=1, **options))
                return values

            sums = near(rolled(np.sum), 4 * eps, min(float(largest), scale * window))
            case("Statistics.rollingSum", sums, x=x, window=window)
            case("Statistics.rollingMean", near(rolled(np.mean), 4 * eps, scale), x=x, window=window)
            case("Statistics.rollingStd", ulp(rolled(np.std), 16), x=x, window=window, ddof=0)
            case("Statistics.rollingMin", ulp(rolled(np.min), 0), x=x, window=window)
            case("Statistics.rollingMax", ulp(rolled(np.max), 0), x=x, window=window)
            for method in both("Statistics.rollingMedian"):
                case(method, ulp(rolled(np.median), 0), x=x, window=window)

        for adjust in (True, False):
            mean, weight, means = np.longdouble(0), np.longdouble(0), []
            keep = 1 - np.longdouble(0.25)
            for i, value in enumerate(wide(x)):
                weight = keep * weight + 1 if adjust or i == 0 else np.longdouble(4)
                mean = mean + (value - mean) / weight
                means.append(mean)
            expected = near(of(dtype, means), 8 * eps, scale)
            case("Statistics.ewmMean", expected, x=x, alpha=0.25, adjust=adjust, ignore_na=False)

        column = wide(x)[:, None]
        deviations = column - column.mean(axis=0)
        deviation = np.sqrt(np.mean((column - column[0] - (column - column[0]).mean(axis=0)) ** 2, axis=0))
        if deviation > 0:
            scaled = deviations / deviation
            loss = 1 if dtype is np.float32 else max(1, float(scale / deviation[0]) * 1e-3)
            result = {"x": near(of(dtype, np.repeat(scaled, 3, axis=1)), 32 * eps * loss)}
            case("Statistics.standardize", result, x=np.repeat(x[:, None], 3, axis=1))
            result = {"x": near(of(dtype, scaled), 32 * eps * loss)}
            case("Statistics.standardize", result, x=x[:, None].copy())
        else:
            case("Statistics.standardize", {"x": ulp(np.zeros((x.size, 3), dtype), 0)}, x=np.repeat(x[:, None], 3, axis=1))

        if x.size > 2:
            other = (np.arange(x.size) % 7 - 3).astype(dtype)
            table = np.stack([x, other, x[::-1]])
            apart = wide(table) - wide(table)[:, :1]
            apart -= apart.mean(axis=1)[:, None]
            covariances = apart @ apart.T / (x.size - 1)
            lengths = np.sqrt((apart * apart).sum(axis=1))
            coefficients = apart @ apart.T / lengths / lengths[:, None]
            for method in both("Statistics.corrcoef"):
                case(method, near(of(dtype, coefficients), 64 * eps, 1), x=table)
                case(method, near(of(dtype, coefficients), 64 * eps, 1), x=table.T.copy(), rowvar=False)
            if kind in ("far", "equal", "zeros") and np.abs(covariances).max() < largest:
                for method in both("Statistics.cov"):
                    case(method, near(of(dtype, covariances), 64 * eps), x=table)

        part = x[:120]
        for method in ("Order.sorted", "Order.unique"):
            function = np.sort if method == "Order.sorted" else np.unique
            case(method, ulp(function(part), 0), x=part.copy())
        case("Order.argsort", np.argsort(part, kind="stable"), x=part.copy())

    # Infinities, and sums that overflow, come as one after the other.
    for odd in (
        [np.inf, 1, -0.6, -0.6, 5, 1, 1, 1],
        [1, 0.9, -0.9, 0.9, -0.9, 0, 0, 1],
        [-np.inf, 0.9, 0.9, 1, 1, 1, 1, np.nan],
    ):
        x = np.array(odd, dtype)
        x[np.abs(x) < 1] *= largest
        for x in (x, np.concatenate([x[:1], x, x])):
            case("Reductions.cumsum", ulp(np.cumsum(x), 0), x=x)
            case("Reductions.nancumsum", ulp(np.nancumsum(x), 0), x=x)
    lost = np.array([0, 1e20, -1e20, 3, 0, 0, 0, 0], dtype)
    case("Reductions.cumsum", ulp(np.cumsum(lost), 0), x=lost)
    case("Reductions.nancumsum", ulp(np.cumsum(lost), 0), x=lost)

    infinite = np.array([1, 2, np.inf, np.inf], dtype)
    for name in ("quantile", "nanquantile", "median", "nanmedian"):
        chosen = {"q": 0.5} if "quantile" in name else {}
        case(f"Statistics.{name}", dtype(np.inf), x=infinite, **chosen)
        case(f"Statistics.{name}", dtype(-np.inf), x=-infinite, **chosen)
        case(f"Statistics.{name}", dtype(np.nan), x=np.array([-np.inf, np.inf], dtype), **chosen)
        ends = np.array([-largest, largest], dtype)
        case(f"Statistics.{name}", ulp(dtype(0), 0), x=ends, **chosen)
    bounds = np.array([-largest, -1, 0.5 * largest, largest], dtype)
    result = {"counts": np.array([1, 1, 2]), "edges": near(of(dtype, np.linspace(-wide(largest), wide(largest), 4)), 4 * eps)}
    for method in both("Statistics.histogram"):
        case(method, result, x=bounds, bins=3)
        case(method, result, x=bounds, bins=3, low=-largest, high=largest)

    zeros = np.array([0.0, -0.0] * 12, dtype)
    for low in (0.0, -0.0, -1.0):
        for high in (0.0, -0.0, 1.0):
            expected = np.clip(zeros, dtype(low), dtype(high))
            case("Elementwise.clip", expected, x=zeros, low=dtype(low), high=dtype(high))
            case("Elementwise.clipInPlace", {"x": expected}, x=zeros, low=dtype(low), high=dtype(high))

    for shape, axis in (((0, 3), 0), ((3, 0), 1), ((3, 0), -1), ((0, 0), 0), ((2, 0, 3), 1)):
        x = np.zeros(shape, dtype)
        for name, function in (("softmax", special.softmax), ("logSoftmax", special.log_softmax)):
            case(f"Reductions.{name}", raises(function, x, axis=axis), x=x, axis=axis)
        for name in ("min", "max"):
            case(f"Reductions.{name}", raises(getattr(np, name), x, axis=axis), x=x, axis=axis)
        for name in ("cumsum", "nancumsum", "norm", "sum", "mean", "nansum", "nanmean", "var", "nanstd"):
            expected = np.linalg.norm(x, axis=axis) if name == "norm" else getattr(np, name)(x, axis=axis)
            case(f"Reductions.{name}", expected, x=x, axis=axis)
    for shape, axis in (((0, 3), 1), ((3, 0), 0), ((2, 0, 3), 2)):
        x = np.zeros(shape, dtype)
        case("Reductions.softmax", special.softmax(x, axis=axis), x=x, axis=axis)
        case("Reductions.logSoftmax", special.log_softmax(x, axis=axis), x=x, axis=axis)

    for a, v in (
        (np.full(300, largest / 16, dtype), np.full(200, 1e-10, dtype)),
        (np.full(300, 1e9 if dtype is np.float64 else 1e6, dtype), np.arange(150).astype(dtype)),
        (np.full(120, np.finfo(dtype).tiny, dtype), np.full(130, 1 / np.finfo(dtype).tiny, dtype)),
    ):
        exact = np.convolve(wide(a), wide(v))
        expected = near(of(dtype, exact), 32 * eps)
        case("Signal.convolve", expected, a=a, v=v)
        case("Signal.fftConvolve", expected, a=a, v=v, mode="full")
    whole = random("whole").integers(-100, 100, 250).astype(dtype)
    for mode in ("full", "same", "valid"):
        exact = np.convolve(whole[:100].astype(np.int64), whole[100:].astype(np.int64), mode).astype(dtype)
        case("Signal.convolve", ulp(exact, 0), a=whole[:100].copy(), v=whole[100:].copy(), mode=mode)
    infinite = np.ones(150, dtype)
    infinite[3], infinite[100] = np.inf, np.nan
    case("Signal.convolve", np.convolve(infinite, np.ones(140, dtype)), a=infinite, v=np.ones(140, dtype))

    points = random("points of kinds").integers(-8, 9, (12, 3)).astype(np.float64)
    limits = np.finfo(dtype)
    for exponent in (limits.maxexp - 8, limits.maxexp // 2, 0, limits.minexp // 2 - 3, limits.minexp - 4):
        unit = np.ldexp(1.0, exponent)
        x = (points * unit).astype(dtype)
        apart = wide(x)[:, None] - wide(x)
        for metric, distances in (
            ("euclidean", np.sqrt((apart**2).sum(axis=2))),
            ("sqeuclidean", (apart**2).sum(axis=2)),
            ("cityblock", np.abs(apart).sum(axis=2)),
        ):
            for method in both("Distance.cdist"):
                case(method, ulp(of(dtype, distances), 8), xa=x, xb=x, metric=metric)
        lengths = np.sqrt((wide(x) ** 2).sum(axis=1))
        cosines = 1 - (wide(x) @ wide(x).T) / lengths / lengths[:, None]
        case("Distance.cdist", near(of(dtype, cosines), 16 * eps, 1), xa=x, xb=x, metric="cosine")
        distances = np.sqrt((apart**2).sum(axis=2))
        indices = np.argsort(distances, axis=1, kind="stable")[:, :4]
        nearest = of(dtype, np.take_along_axis(distances, indices, 1))
        for method in both("Distance.knn"):
            case(method, {"indices": indices, "distances": ulp(nearest, 8)}, points=x, queries=x, neighbours=4)
        halves = (np.repeat([[0.0], [64.0]], 6, axis=0) + points[:, :1]) * unit
        halves = halves.astype(dtype)
        expected = {
            "centres": near(of(dtype, [wide(halves[:6]).mean(axis=0), wide(halves[6:]).mean(axis=0)]), 8 * eps),
            "labels": np.repeat([0, 1], 6),
        }
        for method in both("Distance.kmeans"):
            case(method, expected, x=halves, initial=halves[[0, 6]].copy())
    two = np.array([[1], [2]], dtype)
    bad = np.array([[np.nan]], dtype)
    case("Distance.kmeans", raises("Input initial contains NaN."), x=two, initial=bad)
    case("Distance.kmeans", raises("tol must be at least 0"), x=two, initial=two[1:].copy(), max_iter=5, tol=dtype(-1))
    case("Distance.kmeansPlusPlus", raises("expected non-negative integer"), x=two, clusters=1, seed=-1)
    for name in ("uniform", "parallelUniform"):
        case(f"Random.{name}", raises("expected non-negative integer"), seed=-1, low=dtype(0), high=dtype(1), size=0)

for dtype in INTEGERS:
    whole = random("whole numbers").integers(-100, 100, 250).astype(dtype)
    limits = np.iinfo(dtype)
    for a, v in (
        (whole[:100].copy(), whole[100:].copy()),
        (whole, whole[:3].copy()),
        (np.array([limits.max, 1, limits.min], dtype), np.array([2, -1], dtype)),
        (np.array([7], dtype), np.array([-6], dtype)),
    ):
        case("Signal.convolve", np.convolve(a, v), a=a, v=v)
        for mode in ("full", "same", "valid"):
            case("Signal.convolve", np.convolve(a, v, mode), a=a, v=v, mode=mode)
    some, none = np.ones(2, dtype), np.zeros(0, dtype)
    case("Signal.convolve", raises(np.convolve, some, none), a=some, v=none)

case("Random.permutation", raises("expected non-negative integer"), seed=-1, size=5)
