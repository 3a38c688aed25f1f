"""Functions of each element by itself."""

import numpy as np

from case import case, random, ulp

REALS = [np.float64]


def numbers(dtype):
    """Magnitudes from subnormal to infinite, of both signs, both zeros, and NaN."""
    limits = np.finfo(dtype)
    edges = [0, 1, limits.eps, limits.tiny, limits.smallest_subnormal, limits.max, np.inf]
    spread = np.exp(random("numbers").uniform(np.log(limits.tiny), np.log(limits.max), 80))
    positive = np.concatenate([edges, np.linspace(0.1, 10, 37), spread]).astype(dtype)
    return np.concatenate([positive, -positive, [np.nan]]).astype(dtype)


for dtype in REALS:
    largest = np.log(np.finfo(dtype).max)
    smallest = np.log(np.finfo(dtype).smallest_subnormal)
    arguments = np.concatenate([
        numbers(dtype),
        np.linspace(smallest - 2, largest + 2, 301),
        np.linspace(largest - 1e-3, largest + 1e-3, 7),
        np.linspace(-1e-3, 1e-3, 21),
    ]).astype(dtype)
    case("Elementwise.exp", ulp(np.exp(arguments), 1), x=arguments)
    case("Elementwise.exp", np.zeros(0, dtype), x=np.zeros(0, dtype))
    long = np.tile(arguments[-300:], 1000)
    case("Elementwise.exp", ulp(np.exp(long), 1), x=long)
