"""Random numbers: those of NumPy's default generator."""

import numpy as np

from case import case, raises, ulp

rng = np.random.default_rng

for seed, sizes in ((0, (0, 1, 5)), (42, (600,)), (2**63 - 1, (20,))):
    for size in sizes:
        for low, high in ((0.0, 1.0), (-2.5, 7.0), (3.0, 3.0)):
            uniform = rng(seed).uniform(low, high, size)
            single = np.float32(low) + np.float32(high - low) * rng(seed).random(size, np.float32)
            for method in ("Random.uniform", "Random.parallelUniform"):
                case(method, uniform, seed=seed, low=low, high=high, size=size)
                case(
                    method, single, seed=seed, low=np.float32(low), high=np.float32(high), size=size
                )
        for mean, std in ((0.0, 1.0), (10.0, 2.5)):
            normal = rng(seed).normal(mean, std, size)
            standard = rng(seed).standard_normal(size, np.float32)
            single = np.float32(mean) + np.float32(std) * standard
            for method in ("Random.normal", "Random.parallelNormal"):
                # Logarithms in the tails are those of the platform.
                case(method, ulp(normal, 2), seed=seed, mean=mean, std=std, size=size)
                case(
                    method,
                    ulp(single, 2),
                    seed=seed,
                    mean=np.float32(mean),
                    std=np.float32(std),
                    size=size,
                )
        bounds = ((0, 1), (0, 10), (-5, 6), (0, 3 * 2**29), (-(2**31), 2**31 - 1))
        for low, high in bounds:
            for dtype in (np.int32, np.int64):
                integers = rng(seed).integers(low, high, size, dtype)
                case("Random.integers", integers, seed=seed, low=low, high=high, size=size)
        for low, high in ((0, 2**32), (0, 2**33 + 1), (-(2**63), 2**63 - 1), (-(2**62), 2**62 + 5)):
            integers = rng(seed).integers(low, high, size)
            case("Random.integers", integers, seed=seed, low=low, high=high, size=size)
        case("Random.permutation", rng(seed).permutation(size), seed=seed, size=size)

    for dtype in (np.float64, np.float32, np.int64, np.int32):
        for shape in ((0,), (1,), (2,), (257,), (9, 2), (4, 3, 2), (5, 0)):
            x = np.arange(np.prod(shape), dtype=dtype).reshape(shape)
            shuffled = x.copy()
            rng(seed).shuffle(shuffled)
            case("Random.shuffle", {"x": shuffled}, seed=seed, x=x)

negative = raises(rng, -1)
for method in ("Random.uniform", "Random.parallelUniform"):
    case(method, negative, seed=-1, low=0.0, high=1.0, size=3)
    for low, high in ((2.0, 1.0), (-1e308, 1e308), (0.0, np.nan), (-np.inf, 0.0)):
        words = raises(rng(1).uniform, low, high, 3)
        case(method, words, seed=1, low=low, high=high, size=3)
for method in ("Random.normal", "Random.parallelNormal"):
    case(method, negative, seed=-1, mean=0.0, std=1.0, size=3)
    for std in (-1.0, -0.0):
        case(method, raises(rng(1).normal, 0, std, 3), seed=1, mean=0.0, std=std, size=3)
    case(method, np.full(3, np.nan), seed=1, mean=np.nan, std=np.nan, size=3)
case("Random.integers", negative, seed=-1, low=0, high=1, size=3)
case("Random.integers", raises(rng(1).integers, 3, 3, 3), seed=1, low=3, high=3, size=3)
case("Random.permutation", negative, seed=-1, size=3)
case("Random.shuffle", negative, seed=-1, x=np.zeros(3))
