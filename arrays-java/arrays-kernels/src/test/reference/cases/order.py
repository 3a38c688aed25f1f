"""Sorting, searching and selecting."""

import numpy as np

from case import case, raises, random, ulp

DTYPES = [np.float64, np.float32, np.int64, np.int32]


def order(x):
    """Ranks like NumPy's sort: NaN last and one, zeros equal."""
    values, inverse = np.unique(x, return_inverse=True)
    return inverse.reshape(x.shape)


def topk(x, k, largest):
    ranks = order(x)
    indices = np.argsort(-ranks if largest else ranks, kind="stable")[:k]
    return {"values": x[indices], "indices": indices}


def inputs(dtype):
    for n in (0, 1, 2, 3, 17, 130):
        yield random(f"order {n}").normal(0, 1000, n).astype(dtype)
    yield np.round(random("ties").normal(0, 3, 50)).astype(dtype) + dtype(0)
    yield np.full(20, 7, dtype)
    if np.issubdtype(dtype, np.floating):
        yield np.array([3, np.nan, -np.inf, 1, np.nan, np.inf, -2, -np.nan], dtype)
        yield np.array([0.0, -0.0, 1, -0.0, -1, 0.0, np.finfo(dtype).tiny / 8], dtype)
        yield np.array([np.nan, np.nan], dtype)
    else:
        limits = np.iinfo(dtype)
        yield np.array([0, limits.max, -1, limits.min, 1, limits.max], dtype)


for dtype in DTYPES:
    for x in inputs(dtype):
        case("Order.sort", {"x": ulp(np.sort(x), 0)}, x=x)
        case("Order.sorted", ulp(np.sort(x), 0), x=x)
        case("Order.parallelSort", {"x": ulp(np.sort(x), 0)}, x=x)
        stable = np.argsort(x, kind="stable")
        case("Order.argsort", stable, x=x)
        case("Order.parallelArgsort", stable, x=x)

        unique, inverse, counts = np.unique(x, return_inverse=True, return_counts=True)
        case("Order.unique", ulp(unique, 0), x=x)
        case("Order.parallelUnique", ulp(unique, 0), x=x)
        case("Order.uniqueCounts", {"values": ulp(unique, 0), "counts": counts}, x=x)
        case("Order.uniqueInverse", {"values": ulp(unique, 0), "inverse": inverse}, x=x)

        values = np.concatenate([x[::3], x[:5] + dtype(1), np.array([0, 100], dtype)])
        in_order = np.sort(x)
        case("Order.searchsorted", np.searchsorted(in_order, values), sorted=in_order, values=values)
        for side in ("left", "right"):
            found = np.searchsorted(in_order, values, side)
            case("Order.searchsorted", found, sorted=in_order, values=values, side=side)

        for k in {0, min(1, x.size), min(3, x.size), x.size}:
            case("Order.topk", topk(x, k, True), x=x, k=k)
            for largest in (True, False):
                case("Order.topk", topk(x, k, largest), x=x, k=k, largest=largest)

    matrix = np.round(random("order of lanes").normal(0, 9, (4, 3, 2))).astype(dtype) + dtype(0)
    for axis in (-3, -1, 0, 1, 2):
        case("Order.sort", {"x": np.sort(matrix, axis)}, x=matrix, axis=axis)
        case("Order.argsort", np.argsort(matrix, axis, kind="stable"), x=matrix, axis=axis)
    case("Order.sort", raises(np.sort, matrix, 3), x=matrix, axis=3)
    case("Order.argsort", raises(np.argsort, matrix, 3), x=matrix, axis=3)

    unique, inverse, counts = np.unique(matrix, return_inverse=True, return_counts=True)
    case("Order.unique", unique, x=matrix)
    case("Order.parallelUnique", unique, x=matrix)
    case("Order.uniqueCounts", {"values": unique, "counts": counts}, x=matrix)
    case("Order.uniqueInverse", {"values": unique, "inverse": inverse}, x=matrix)
    in_order = np.sort(matrix.ravel())
    for side in ("left", "right"):
        found = np.searchsorted(in_order, matrix + dtype(1), side)
        case(
            "Order.searchsorted", found, sorted=in_order, values=matrix + dtype(1), side=side
        )
    case("Order.searchsorted", np.searchsorted(in_order, matrix), sorted=in_order, values=matrix)
    wrong = raises("search side must be 'left' or 'right' (got 'middle')")
    case("Order.searchsorted", wrong, sorted=in_order, values=matrix, side="middle")
    few = np.arange(3).astype(dtype)
    case("Order.topk", raises("selected index k out of range"), x=few, k=4)

    # What a partition leaves on either side is in no order that NumPy shares: few enough elements have one.
    for x in (np.array([2, 1], dtype), np.array([5], dtype), np.array([3, 3, 3], dtype)):
        for kth in (0, -1):
            case("Order.partition", {"x": np.partition(x, kth)}, x=x, kth=kth)
    pair = np.array([2, 1], dtype)
    case("Order.argpartition", np.argpartition(pair, 0), x=pair, kth=0)
    case("Order.argpartition", np.argpartition(pair, 1), x=pair, kth=-1)
    three = np.array([[3, 1, 2], [7, 9, 8]], dtype)
    case("Order.partition", {"x": np.partition(three, 1, 0)}, x=three, kth=1, axis=0)
    case("Order.partition", {"x": np.partition(three, -1, -2)}, x=three, kth=-1, axis=-2)
    case("Order.partition", raises(np.partition, three, 0, 2), x=three, kth=0, axis=2)
    for kth in (3, -4):
        case("Order.partition", raises(np.partition, few, kth), x=few, kth=kth)
        case("Order.argpartition", raises(np.argpartition, few, kth), x=few, kth=kth)
        case("Order.partition", raises(np.partition, three, kth, 1), x=three, kth=kth, axis=1)
