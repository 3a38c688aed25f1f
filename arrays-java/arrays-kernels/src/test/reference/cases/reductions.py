"""Reductions of whole arrays and along an axis."""

import numpy as np

from case import case, near, random, ulp

REALS = [np.float64]

for dtype in REALS:
    eps = np.finfo(dtype).eps
    rows = [random(f"reductions {n}").normal(1, 3, n).astype(dtype) for n in (1, 2, 7, 33, 130, 1000)]
    for x in rows:
        magnitude = np.abs(x).sum()
        case("Reductions.sum", near(np.sum(x), eps, magnitude), x=x)
        case("Reductions.mean", near(np.mean(x), eps, magnitude / x.size), x=x)
        case("Reductions.std", ulp(np.std(x), 4), x=x)
        y = x[::-1].copy()
        case("Reductions.dot", near(np.dot(x, y), 2 * eps, np.abs(x * y).sum()), x=x, y=y)
        if x.size > 1:
            case("Reductions.std", ulp(np.std(x, ddof=1), 4), x=x, ddof=1)
    big = np.tile(rows[-1], 500)
    case("Reductions.sum", near(np.sum(big), eps, np.abs(big).sum()), x=big)
    case("Reductions.mean", near(np.mean(big), eps, np.abs(big).mean()), x=big)
    case("Reductions.std", ulp(np.std(big), 4), x=big)
    case("Reductions.dot", ulp(np.sum(big * big), 4), x=big, y=big)

    empty = np.zeros(0, dtype)
    case("Reductions.sum", np.sum(empty), x=empty)
    case("Reductions.mean", np.mean(empty), x=empty)
    case("Reductions.std", np.std(empty), x=empty)
    case("Reductions.std", np.std(rows[1], ddof=2), x=rows[1], ddof=2)
    case("Reductions.dot", np.dot(empty, empty), x=empty, y=empty)
    for odd in ([np.nan, 1], [np.inf, 1], [np.inf, -np.inf], [1, -np.inf, 2], [-0.0, -0.0]):
        x = np.array(odd, dtype)
        case("Reductions.sum", ulp(np.sum(x), 0), x=x)
        case("Reductions.mean", ulp(np.mean(x), 0), x=x)
        case("Reductions.std", np.std(x), x=x)
        case("Reductions.dot", np.dot(x, x), x=x, y=x)
