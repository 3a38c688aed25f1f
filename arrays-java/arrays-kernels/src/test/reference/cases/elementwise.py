"""Functions of each element by itself, and arithmetic with broadcasting."""

import numpy as np
from scipy import special

from case import case, random, ulp

REALS = np.float64, np.float32
NUMBERS = *REALS, np.int64, np.int32
INTEGERS = np.int64, np.int32


def numbers(dtype):
    """Magnitudes from subnormal to infinite, of both signs, both zeros, and NaN."""
    limits = np.finfo(dtype)
    edges = [0, 1, limits.eps, limits.tiny, limits.smallest_subnormal, limits.max, np.inf]
    spread = np.exp(random("numbers").uniform(np.log(limits.tiny), np.log(limits.max), 80))
    positive = np.concatenate([edges, np.linspace(0.1, 10, 37), spread]).astype(dtype)
    return np.concatenate([positive, -positive, [np.nan]]).astype(dtype)


def grid(*pieces):
    return np.concatenate([np.linspace(*piece) for piece in pieces])


def closely(function, x):
    """The result rounded once from that of numbers with more digits."""
    wide = np.longdouble if function not in NARROW else np.float64
    return function(x.astype(wide)).astype(x.dtype)


# SciPy has it for double precision at most.
NARROW = {special.erf}

COSTLY = {
    "exp": (np.exp, grid((-750, 712, 301), (-104, 89, 61), (88.7, 88.8, 9), (709.7, 709.8, 9), (-1e-3, 1e-3, 21))),
    "expm1": (np.expm1, grid((-45, 712, 201), (-2, 2, 101), (88.7, 88.8, 9), (-1e-3, 1e-3, 21))),
    "log": (np.log, grid((0.5, 2, 151), (0.99, 1.01, 41), (1, 1e5, 51))),
    "log1p": (np.log1p, grid((-1, 2, 151), (-0.01, 0.01, 41), (-1.01, -0.99, 9), (1, 1e5, 51))),
    "tanh": (np.tanh, grid((-25, 25, 101), (-2, 2, 101), (-1e-3, 1e-3, 21))),
    "sigmoid": (special.expit, grid((-745, 745, 101), (-104, 104, 53), (-20, 20, 101))),
    "erf": (special.erf, grid((-7, 7, 101), (-3, 3, 121), (-1e-3, 1e-3, 21))),
    "sin": (np.sin, grid((-1e5, 1e5, 51), (-100, 100, 101), (-4, 4, 101)) * np.float64(1)),
    "cos": (np.cos, grid((-1e5, 1e5, 51), (-100, 100, 101), (-4, 4, 101)) * np.float64(1)),
}
CHEAP = {
    "sqrt": (np.sqrt, REALS),
    "relu": (lambda x: np.maximum(x, x.dtype.type(0)), REALS),
    "abs": (np.abs, NUMBERS),
    "negative": (np.negative, NUMBERS),
    "square": (np.square, NUMBERS),
    "reciprocal": (np.reciprocal, REALS),
}
OPERATIONS = {
    "add": (np.add, NUMBERS),
    "subtract": (np.subtract, NUMBERS),
    "multiply": (np.multiply, NUMBERS),
    "divide": (np.divide, REALS),
    "floorDivide": (np.floor_divide, INTEGERS),
    "maximum": (np.maximum, NUMBERS),
    "minimum": (np.minimum, NUMBERS),
    "pow": (np.power, REALS),
}
# Both zeros are the same to NumPy's maximum and minimum, and either may come.
STEPS = {"pow": 2, "maximum": 0, "minimum": 0, "relu": 0}


def samples(dtype):
    if dtype in INTEGERS:
        limits = np.iinfo(dtype)
        edges = [0, 1, -1, 2, -2, limits.min, limits.max, limits.max - 1]
        return np.concatenate([edges, random("integers").integers(-1000, 1000, 40)]).astype(dtype)
    return numbers(dtype)


for name, (function, arguments) in COSTLY.items():
    parallel = "parallel" + name[0].upper() + name[1:]
    for dtype in REALS:
        all_of_them = np.concatenate([numbers(dtype), arguments]).astype(dtype)
        few = arguments[::7][:24].astype(dtype).reshape(2, 3, 4)
        long = np.tile(arguments.astype(dtype), 100)
        for x in (all_of_them, few, few[0], few[:, :0], np.array(arguments[5], dtype), long):
            expected = ulp(closely(function, x), 2)
            case(f"Elementwise.{name}", expected, x=x)
            case(f"Elementwise.{name}InPlace", {"x": expected}, x=x)
            case(f"Elementwise.{parallel}", expected, x=x)

for name, (function, dtypes) in CHEAP.items():
    for dtype in dtypes:
        x = samples(dtype)
        long = np.tile(x[:40], 1000)
        for x in (x, x[:24].reshape(4, 3, 2), x[:0], np.array(x[3]), long):
            expected = function(x)
            if name in STEPS:
                expected = ulp(expected, STEPS[name])
            case(f"Elementwise.{name}", expected, x=x)
            case(f"Elementwise.{name}InPlace", {"x": expected}, x=x)


def pairs(name, dtype):
    """Shapes that are broadcast, and every sample with every other one."""
    x = samples(dtype)
    few = x[:: len(x) // 24][:24]
    y = random(f"pairs {name}").permutation(few)
    yield few, y
    yield few[:, None].copy(), y
    yield few.reshape(2, 3, 4), y[:4]
    yield few.reshape(2, 3, 4), y[:3].reshape(3, 1)
    yield few[:3].reshape(1, 3), y[:2].reshape(2, 1)
    yield few.reshape(4, 6), np.array(y[0])
    yield few[:0].reshape(0, 3), y[:3]
    yield few[:0], y[:0]
    yield np.tile(few, 1500), np.tile(y, 1500)


for name, (function, dtypes) in OPERATIONS.items():
    for dtype in dtypes:

        def expected(x, y):
            if name == "pow":
                z = np.power(x.astype(np.longdouble), y.astype(np.longdouble)).astype(dtype)
            else:
                z = function(x, y)
            return ulp(z, STEPS[name]) if name in STEPS else z

        methods = [f"Elementwise.{name}"] + ["Elementwise.parallelPow"] * (name == "pow")
        for x, y in pairs(name, dtype):
            for method in methods:
                case(method, expected(x, y), x=x, y=y)
            if np.broadcast_shapes(x.shape, y.shape) == x.shape:
                case(f"Elementwise.{name}InPlace", {"x": expected(x, y)}, x=x, y=y)
        row = samples(dtype)[:30]
        for y in [3, 0, -1] if dtype in INTEGERS else [2, 0.5, 0, -1, np.nan, np.inf]:
            number = dtype(y)
            for x in (row, row.reshape(5, 6)):
                for method in methods:
                    case(method, expected(x, number), x=x, y=number)
                case(f"Elementwise.{name}InPlace", {"x": expected(x, number)}, x=x, y=number)

for dtype in NUMBERS:
    x = samples(dtype)
    bounds = [(-2, 3), (3, -2), (1, 1)]
    if dtype in REALS:
        bounds += [(-np.inf, 0.5), (0, np.inf), (np.nan, 1), (0, np.nan)]
    for low, high in bounds:
        for x in (samples(dtype), samples(dtype)[:30].reshape(3, 2, 5)):
            expected = ulp(np.clip(x, dtype(low), dtype(high)), 0)
            case("Elementwise.clip", expected, x=x, low=dtype(low), high=dtype(high))
            case("Elementwise.clipInPlace", {"x": expected}, x=x, low=dtype(low), high=dtype(high))
