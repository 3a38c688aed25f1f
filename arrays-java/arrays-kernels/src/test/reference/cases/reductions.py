"""Reductions of whole arrays and along an axis."""

import numpy as np
from scipy import special

from case import case, near, raises, random, ulp

REALS = np.float64, np.float32
INTEGERS = np.int64, np.int32
NUMBERS = REALS + INTEGERS
INFINITE = [[np.inf, 1], [np.inf, -np.inf], [1, -np.inf, 2], [-np.inf, -np.inf]]
MISSING = [[np.nan, 1, 2], [1, 2, np.nan], [np.inf, np.nan, -1]]


def wide(x):
    """The same numbers, of which sums are not rounded."""
    return x.astype(np.longdouble)


def of(dtype, value):
    """What was computed of wide numbers, rounded once."""
    return np.asarray(value).astype(dtype)[()]


def rows(name, dtype):
    for n in (1, 2, 9, 130, 500):
        yield sample(f"{name} {n}", dtype, n)


def blocks(name, dtype):
    for shape in ((), (3, 20), (20, 3), (4, 1, 9), (2, 3, 2, 3)):
        yield sample(f"{name} {shape}", dtype, shape)


def sample(name, dtype, shape):
    generator = random(f"reductions {name}")
    if dtype in INTEGERS:
        return np.asarray(generator.integers(-50, 50, shape), dtype)
    return np.asarray(generator.normal(1, 3, shape), dtype)


def axes(x):
    return [*range(x.ndim), -1] if x.ndim else []


def with_axes(method, expected, x, **arguments):
    """Of the whole array and along each axis."""
    case(method, expected(x), x=x, **arguments)
    for axis in axes(x):
        case(method, expected(x, axis), x=x, axis=axis, **arguments)


def both(method):
    """A method and the one on several threads."""
    owner, name = method.split(".")
    return method, f"{owner}.parallel{name[0].upper()}{name[1:]}"


def wrong_axes(method, function):
    for shape, axis in (((3,), 1), ((2, 3), 2), ((2, 3), -3)):
        x = np.ones(shape)
        case(method, raises(function, x, axis=axis), x=x, axis=axis)


for dtype in REALS:
    eps = np.finfo(dtype).eps

    def total(x, axis=None, of_what=wide):
        sums = of(dtype, np.sum(of_what(x), axis))
        return near(sums, eps, np.max(np.sum(np.abs(of_what(x)), axis), initial=0))

    def mean(x, axis=None):
        magnitude = np.max(np.mean(np.abs(wide(x)), axis), initial=0)
        return near(of(dtype, np.mean(wide(x), axis)), 2 * eps, magnitude)

    big = np.tile(sample("big", dtype, 1000), 40)
    for x in [*rows("sum", dtype), *blocks("sum", dtype), big]:
        with_axes("Reductions.sum", total, x)
        case("Reductions.parallelSum", total(x), x=x)
        with_axes("Reductions.mean", mean, x)
        case("Reductions.parallelMean", mean(x), x=x)
        for ddof in (None, 1):
            chosen = {} if ddof is None else {"ddof": ddof}

            def spread(function):
                return lambda x, axis=None: ulp(of(dtype, function(wide(x), axis, ddof=ddof or 0)), 8)

            with_axes("Reductions.var", spread(np.var), x, **chosen)
            with_axes("Reductions.std", spread(np.std), x, **chosen)
            case("Reductions.parallelVar", spread(np.var)(x), x=x, **chosen)
            case("Reductions.parallelStd", spread(np.std)(x), x=x, **chosen)
    few = 1 + sample("prod", dtype, (4, 3, 5)) / 8
    for x in (few, few[0, 0].copy(), few[0].copy(), np.array(few[0, 0, 0]), few[:, :0].copy()):
        with_axes("Reductions.prod", lambda x, axis=None: near(of(dtype, np.prod(wide(x), axis)), 60 * eps), x)
    for x in rows("dot", dtype):
        for method in both("Reductions.dot"):
            products = wide(x) * wide(x[::-1])
            expected = near(of(dtype, products.sum()), 2 * eps, np.abs(products).sum())
            case(method, expected, x=x, y=x[::-1].copy())
    for method in both("Reductions.dot"):
        case(method, ulp(of(dtype, (wide(big) ** 2).sum()), 4), x=big, y=big)
    for odd in INFINITE + MISSING + [[-0.0, -0.0], [0.0, -0.0]]:
        x = np.array(odd, dtype)
        for method, function in (("sum", np.sum), ("prod", np.prod), ("mean", np.mean)):
            case(f"Reductions.{method}", ulp(function(x), 0), x=x)
        case("Reductions.std", np.std(x), x=x)
        case("Reductions.var", np.var(x), x=x)
        case("Reductions.dot", np.dot(x, x), x=x, y=x)
        case("Reductions.cumsum", ulp(np.cumsum(x), 0), x=x)
        case("Reductions.nancumsum", ulp(np.nancumsum(x), 0), x=x)
        case("Reductions.norm", np.linalg.norm(x), x=x)
        case("Reductions.logsumexp", ulp(of(dtype, special.logsumexp(wide(x))), 2), x=x)
        case("Reductions.softmax", ulp(of(dtype, special.softmax(wide(x))), 4), x=x)
    empty = np.zeros(0, dtype)
    for method, function in (("sum", np.sum), ("prod", np.prod), ("mean", np.mean), ("std", np.std), ("var", np.var)):
        case(f"Reductions.{method}", function(empty), x=empty)
        for shape, axis in (((0, 3), 0), ((0, 3), 1), ((3, 0), 0), ((3, 0), 1)):
            x = np.zeros(shape, dtype)
            case(f"Reductions.{method}", function(x, axis=axis), x=x, axis=axis)
    for method in both("Reductions.dot"):
        case(method, np.dot(empty, empty), x=empty, y=empty)
    for method in ("cumsum", "nancumsum"):
        case(f"Reductions.{method}", empty, x=empty)

    for x in [*rows("norm", dtype), *blocks("norm", dtype)]:
        for ord in (None, 1, 2, np.inf, -np.inf, 0, 3) if x.size in (9, 60) else (None, 1):

            def norm(x, axis=None):
                flat = wide(x).ravel() if axis is None else wide(x)
                return near(of(dtype, np.linalg.norm(flat, ord, axis)), 8 * eps)

            chosen = {} if ord is None else {"ord": float(ord)}
            if ord is not None and x.ndim != 1:
                for axis in axes(x):
                    case("Reductions.norm", norm(x, axis), x=x, axis=axis, **chosen)
            else:
                with_axes("Reductions.norm", norm, x, **chosen)
                case("Reductions.parallelNorm", norm(x), x=x, **chosen)
        with_axes(
            "Reductions.logsumexp",
            lambda x, axis=None: near(of(dtype, special.logsumexp(wide(x), axis)), 4 * eps, 10),
            x,
        )
        case("Reductions.parallelLogsumexp", near(of(dtype, special.logsumexp(wide(x))), 4 * eps, 10), x=x)
        with_axes(
            "Reductions.softmax", lambda x, axis=None: ulp(of(dtype, special.softmax(wide(x), axis)), 16), x
        )
        case("Reductions.parallelSoftmax", ulp(of(dtype, special.softmax(wide(x))), 16), x=x)
        with_axes(
            "Reductions.logSoftmax",
            lambda x, axis=None: near(of(dtype, special.log_softmax(wide(x), axis)), 4 * eps, 20),
            x,
        )
    for shift in (-1000, 1000):
        x = (np.arange(5) + shift).astype(dtype)
        case("Reductions.logsumexp", ulp(of(dtype, special.logsumexp(wide(x))), 1), x=x)
        case("Reductions.softmax", ulp(of(dtype, special.softmax(wide(x))), 8), x=x)
        case("Reductions.logSoftmax", near(of(dtype, special.log_softmax(wide(x))), 8 * eps), x=x)

    holes = sample("holes", dtype, (5, 6))
    holes[1, 2] = holes[3, 2] = holes[0, 0] = np.nan
    holes[4] = np.nan
    deep = np.stack([holes, holes[::-1]])
    for x in (holes, deep, holes[0].copy(), holes[4].copy(), sample("whole", dtype, 50), np.tile(holes[0], 2000)):
        with_axes("Reductions.nansum", lambda x, axis=None: total(np.nan_to_num(x), axis), x)

        for axis in axes(x):
            # Eight terms at a time; those that repeat themselves are rounded to the same side.
            rounded = (3 + x.shape[axis] / 8) * eps
            sums = near(of(dtype, np.nancumsum(wide(x), axis)), rounded, np.nansum(np.abs(wide(x))))
            case("Reductions.nancumsum", sums, x=x, axis=axis)
            if x.ndim == 1:
                case("Reductions.nancumsum", sums, x=x)

        def nanmean(x, axis=None):
            return near(of(dtype, np.nanmean(wide(x), axis)), 4 * eps, 10)

        with_axes("Reductions.nanmean", nanmean, x)
        for ddof in (None, 1):
            chosen = {} if ddof is None else {"ddof": ddof}

            def spread(function):
                return lambda x, axis=None: ulp(of(dtype, function(wide(x), axis, ddof=ddof or 0)), 8)

            with_axes("Reductions.nanvar", spread(np.nanvar), x, **chosen)
            with_axes("Reductions.nanstd", spread(np.nanstd), x, **chosen)
        for method, function in (("nanmin", np.nanmin), ("nanmax", np.nanmax)):
            with_axes(f"Reductions.{method}", lambda x, axis=None: ulp(function(x, axis), 0), x)
    for method, function in (("nanargmin", np.nanargmin), ("nanargmax", np.nanargmax)):
        for x in (holes[:4].copy(), np.stack([holes[:4], sample("more", dtype, (4, 6))]), holes[0].copy()):
            with_axes(f"Reductions.{method}", lambda x, axis=None: function(x, axis), x)
        case(f"Reductions.{method}", raises(function, holes[4]), x=holes[4].copy())
        case(f"Reductions.{method}", raises(function, holes, axis=1), x=holes, axis=1)
        case(f"Reductions.{method}", raises(function, empty), x=empty)

for dtype in INTEGERS:
    for x in [*rows("sum", dtype), *blocks("sum", dtype), np.zeros(0, dtype), np.tile(sample("big", dtype, 99), 400)]:
        with_axes("Reductions.sum", lambda x, axis=None: np.sum(x, axis, np.int64), x)
    few = sample("prod", dtype, (3, 4)) // 10
    for x in (few, few[0].copy(), np.array([2] * 70, dtype)):
        with_axes("Reductions.prod", lambda x, axis=None: np.prod(x, axis, np.int64), x)

for dtype in NUMBERS:
    accuracy = (lambda x, axis=0: ulp(np.cumsum(x, axis), 0)) if dtype in INTEGERS else (
        lambda x, axis=0: near(
            of(dtype, np.cumsum(wide(x), axis)), 4 * np.finfo(dtype).eps, np.abs(wide(x)).sum()
        )
    )
    for x in rows("cumsum", dtype):
        expected = accuracy(x)
        if dtype in INTEGERS:
            expected = np.cumsum(x, dtype=np.int64)
        case("Reductions.cumsum", expected, x=x)
    for x in blocks("cumsum", dtype):
        for axis in axes(x):
            expected = accuracy(x, axis)
            if dtype in INTEGERS:
                expected = np.cumsum(x, axis, np.int64)
            case("Reductions.cumsum", expected, x=x, axis=axis)

    big = np.tile(sample("big", dtype, 1000), 40)
    big[-3] = 100
    ties = np.array([2, 1, 3, 1, 3, 2], dtype)
    for x in [*rows("extremes", dtype), *blocks("extremes", dtype), ties, big[-500:].copy()]:
        for name in ("min", "max", "argmin", "argmax"):
            function = getattr(np, name)
            with_axes(f"Reductions.{name}", lambda x, axis=None: function(x, axis), x)
            case(both(f"Reductions.{name}")[1], function(x), x=x)
    for name in ("min", "max", "argmin", "argmax"):
        function = getattr(np, name)
        empty = np.zeros(0, dtype)
        for method in both(f"Reductions.{name}"):
            case(method, raises(function, empty), x=empty)
        case(f"Reductions.{name}", raises(function, empty.reshape(0, 3), axis=0), x=empty.reshape(0, 3), axis=0)
        case(f"Reductions.{name}", function(empty.reshape(0, 3), axis=1), x=empty.reshape(0, 3), axis=1)
        if dtype in REALS:
            for odd in INFINITE + MISSING + [[np.nan, np.nan, 3], [1, 2, np.nan] * 50]:
                x = np.array(odd, dtype)
                for method in both(f"Reductions.{name}"):
                    case(method, function(x), x=x)
            x = sample("holes", dtype, (4, 5))
            x[1, 3] = np.nan
            with_axes(f"Reductions.{name}", lambda x, axis=None: function(x, axis), x)

for name in ("sum", "mean", "std", "var", "min", "max", "argmin", "argmax", "cumsum", "prod", "nansum", "nanmean"):
    wrong_axes(f"Reductions.{name}", getattr(np, name))
