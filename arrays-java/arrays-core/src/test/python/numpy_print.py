"""Writes what NumPy prints for many arrays: the expectations of ArrayPrinterTest.

    python3 src/test/python/numpy_print.py > src/test/resources/dev/arrays/numpy_print.txt

Each case is a line "dtype shape bits,bits,…" (the elements as unsigned hexadecimal numbers, or as
"start:step" for float64 arrays too long to list), then the printed lines, then a line "--".
"""

import sys

import numpy as np

random = np.random.default_rng(2026)


def case(array, elements=None):
    array = np.asarray(array)
    shape = "x".join(map(str, array.shape)) or "scalar"
    if elements is None:
        unsigned = array.dtype if array.dtype.kind == "u" else f"u{array.dtype.itemsize}"
        elements = ",".join(f"{int(bits):x}" for bits in array.reshape(-1).view(unsigned))
    print(f"{array.dtype} {shape} {elements or '-'}")
    print(str(array))
    print("--")


def floats(dtype):
    special = [0.0, -0.0, np.nan, np.inf, -np.inf]
    case(np.array([1, 2, 3], dtype))
    case(np.array([1, 2.5, -3.25, np.nan], dtype))
    case(np.array(special, dtype))
    case(np.array([np.nan, np.nan], dtype))
    case(np.array([np.inf, 1], dtype))
    case(np.array([-np.inf, 1e-12, np.nan], dtype))
    case(np.array([0.1, 0.2, 0.30000000000000004], dtype))
    case(np.array([1e7, 1.5], dtype))
    case(np.array([99999999, 1e5], dtype))
    case(np.array([1e8, 1e8], dtype))
    case(np.array([999999.0, 1e5], dtype))
    case(np.array([1e6, 1e6], dtype))
    case(np.array([1e-4, 9e-2], dtype))
    case(np.array([9.99e-5, 1e-3], dtype))
    case(np.array([1, 1000], dtype))
    case(np.array([1, 1001], dtype))
    case(np.array([1.23456789012345, 2.5], dtype))
    case(np.array([0.000123456789012345], dtype))
    case(np.array([1e-300 if dtype == "float64" else 1e-40, 1e300 if dtype == "float64" else 1e38], dtype))
    case(np.array([0.5, 0.25, 0.125, 0.0625, 0.001953125, 0.000000000931322574615478515625 * 2**20], dtype))
    case(np.array([[1, -10], [100, 0.5]], dtype))
    case(np.array([[[1, 2], [3, 4]], [[5, 6], [7, 8.5]]], dtype))
    case(np.array([[1.5]], dtype))
    for value in [0.0, -0.0, 1.0, 0.1, 1e16, 1e15, 123456789.125, 1e-4, 1.5e-5, 1e-5, 1e22, np.nan, -np.inf]:
        case(np.array(value, dtype))
    for _ in range(120):
        shape = tuple(random.integers(1, 6, random.integers(1, 4)))
        scale = 10.0 ** random.integers(-6, 7)
        values = random.normal(size=shape) * scale
        if random.integers(3) == 0:
            values = np.round(values, random.integers(0, 4))
        if random.integers(4) == 0:
            values = values * 10.0 ** random.integers(-4, 5, shape)
        if random.integers(4) == 0:
            values.reshape(-1)[random.integers(values.size)] = special[random.integers(5)]
        case(values.astype(dtype))
    for length in [10, 11, 40, 100]:
        case(random.normal(size=length).astype(dtype))


def integers(dtype):
    limits = np.iinfo(dtype)
    case(np.array([0, 1, 2], dtype))
    case(np.array([limits.min, limits.max, 7], dtype))
    case(np.array(limits.max, dtype))
    case(np.array([[limits.min, 5], [6, 7]], dtype))
    for _ in range(10):
        shape = tuple(random.integers(1, 6, random.integers(1, 5)))
        case(random.integers(limits.min, limits.max, shape, dtype, endpoint=True))
    case(random.integers(limits.min, limits.max, 60, dtype, endpoint=True))


def long_arrays():
    for shape in [(1000,), (1001,), (2000,), (7, 200), (200, 7), (3, 400), (11, 10, 10), (12, 2, 100), (2, 3, 4, 50)]:
        size = int(np.prod(shape))
        for step in [1.0, 0.5, -0.25, 1000.0]:
            case((np.arange(size) * step).reshape(shape), f"0:{step}")


floats("float64")
floats("float32")
for name in ["int64", "int32", "int16", "int8", "uint64", "uint32", "uint16", "uint8"]:
    integers(name)
case(np.array([True, False]))
case(np.array([[True], [True]]))
case(np.array(False))
case(np.array(True))
case(np.zeros((3, 0)))
case(np.zeros((0,), "int32"))
long_arrays()
print(f"made with NumPy {np.__version__}", file=sys.stderr)
