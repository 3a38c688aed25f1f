"""Sorting and searching."""

import numpy as np

from case import case, random

REALS = [np.float64]

for dtype in REALS:
    for n in (0, 1, 2, 3, 17, 64, 500):
        x = random(f"order {n}").normal(0, 10, n).astype(dtype)
        case("Order.sort", {"x": np.sort(x)}, x=x)
        if n > 3:
            case("Order.sort", {"x": np.sort(np.round(x / 9))+0.0}, x=np.round(x / 9)+0.0)
    odd = np.array([3, np.nan, -np.inf, 1, np.nan, np.inf, -2], dtype)
    case("Order.sort", {"x": np.sort(odd)}, x=odd)
