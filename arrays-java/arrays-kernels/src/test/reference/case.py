"""How a case of reference data is stated, and how cases become files.

A case calls one method of the Java facade and says what it must give:

    case("Reductions.std", ulp(np.std(x, ddof=1), 4), x=x, ddof=1)

Arguments bear the names of the Java parameters, in snake case. NumPy arrays become arrays, `np.float32` a
`float`, other floats a `double`, integers a `long` or what the method takes, `None` is `null` or left out.
Arrays that the method fills (`#[out]`) are not named: the runner has them allocated, and gives them too.

What is expected is one of
- a value: the same bits, except that all NaNs are one;
- `ulp(value, n)`: at most n representable numbers away, -0 being 0;
- `near(value, tolerance, scale)`: the largest difference is at most `tolerance * scale`, the scale being the
  largest finite magnitude in `value` if not given;
- `unsigned(…)` around any of those: magnitudes are compared;
- a dict of those, by the names of the results, or of the arguments that are written in place;
- `identities("q r = a", "q' q = I", tolerance=…)`: equations that hold between arguments and results, each side a
  product of matrices, where `'` transposes, `diag(s)` makes a matrix of a vector, and `I` is the identity; the
  difference is measured against the product of the Frobenius norms of the factors;
- `raises(text)`, or `raises(function, *arguments)`: an exception whose message begins with that text, or with what
  the function says; the kernel may go on and say what came.
"""

import hashlib
import json
import re
import shutil
import zlib
from pathlib import Path

import numpy as np

DTYPES = ("float64", "float32", "int64", "int32", "int16", "int8", "uint8", "bool")
# Longer arrays are stored as what they repeat, where they do.
LONGEST_PERIOD = 4096

_cases = {}


class Expected:
    def __init__(self, value, **tolerance):
        self.value = value
        self.tolerance = tolerance


class Identities:
    def __init__(self, equations, tolerance):
        self.equations = equations
        self.tolerance = tolerance


class Error:
    def __init__(self, text):
        self.text = text


def ulp(value, n):
    return Expected(value, ulp=n)


def near(value, tolerance, scale=None):
    if scale is None:
        magnitudes = np.abs(np.asarray(value, np.float64)).ravel()
        scale = magnitudes[np.isfinite(magnitudes)].max(initial=0)
    return Expected(value, within=float(f"{float(tolerance) * float(scale):.3g}"))


def unsigned(expected):
    expected = expected if isinstance(expected, Expected) else Expected(expected)
    return Expected(expected.value, **expected.tolerance, unsigned=True)


def identities(*equations, tolerance):
    return Identities(equations, tolerance)


def raises(what, *arguments, **keywords):
    if isinstance(what, str):
        return Error(what)
    try:
        what(*arguments, **keywords)
    except Exception as error:
        return Error(str(error))
    raise AssertionError(f"{what} raises nothing")


def random(name):
    """A generator of random numbers that depends on the name alone."""
    return np.random.default_rng(zlib.crc32(name.encode()))


def case(method, expected, /, **arguments):
    """States what the method gives for the arguments."""
    type_name, function = method.split(".")
    pool = _cases.setdefault(type_name, {}).setdefault(_family(function), _Family())
    entry = {
        "call": function,
        "with": {_camel(name): pool.value(value) for name, value in arguments.items()},
        "gives": _expected(pool, expected),
    }
    # Loops over shapes and settings come to the same case more than once.
    if entry not in pool.cases:
        pool.cases.append(entry)


def _family(function):
    """The name that the variants of a function share, and with it the file of their elements."""
    name = function.removesuffix("InPlace")
    name = name.removeprefix("parallel")
    return name[0].lower() + name[1:]


def _camel(name):
    return re.sub("_(.)", lambda letter: letter[1].upper(), name)


def _expected(pool, expected):
    match expected:
        case Error():
            return {"error": expected.text}
        case Identities():
            return {"identities": list(expected.equations), "tolerance": expected.tolerance}
        case dict():
            return {"named": {_camel(name): _result(pool, value) for name, value in expected.items()}}
    return {"result": _result(pool, expected)}


def _result(pool, expected):
    if not isinstance(expected, Expected):
        return pool.value(expected)
    return {**pool.value(expected.value), **expected.tolerance}


class _Family:
    """The cases of a method and its variants, and their arrays: one row of elements for each data type."""

    def __init__(self):
        self.cases = []
        self.elements = {}
        self.offsets = {}
        self.lengths = {}

    def value(self, value):
        match value:
            case None:
                return None
            case bool() | np.bool_():
                return {"bool": bool(value)}
            case str():
                return {"string": value}
            case int() | np.integer():
                return {"int": int(value)}
            case np.float32() | float():
                kind = "float32" if isinstance(value, np.float32) else "float64"
                return {kind: _json_number(float(value))}
            case np.ndarray():
                return self._array(value)
        raise TypeError(f"cases have no {type(value).__name__}: {value!r}")

    def _array(self, array):
        dtype = array.dtype.name
        if dtype not in DTYPES:
            raise TypeError(f"the facade has no {dtype} arrays")
        row = np.ascontiguousarray(array).reshape(-1)
        row = row[: _period(row)]
        key = dtype, hashlib.sha256(row.tobytes()).digest()
        if key not in self.offsets:
            self.offsets[key] = self.lengths.get(dtype, 0)
            self.lengths[dtype] = self.offsets[key] + row.size
            self.elements.setdefault(dtype, []).append(row)
        stored = f"{dtype}{list(array.shape)}@{self.offsets[key]}".replace(" ", "")
        return {"array": stored if row.size == array.size else f"{stored}%{row.size}"}


def _json_number(value):
    if np.isfinite(value):
        return value
    return "NaN" if np.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _period(row):
    """The length of what a long array repeats."""
    if row.size > LONGEST_PERIOD:
        data, width = row.tobytes(), row.itemsize
        for period in range(1, LONGEST_PERIOD + 1):
            if row.size % period == 0 and data[: -period * width] == data[period * width :]:
                return period
    return row.size


def write(folder):
    """Writes the cases that were stated, a folder for each Java class."""
    for type_name, families in sorted(_cases.items()):
        target = Path(folder) / type_name.lower()
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        texts = []
        for name, family in families.items():
            for dtype, rows in family.elements.items():
                np.save(target / f"{name}.{dtype}.npy", np.concatenate(rows))
            lines = [
                json.dumps(entry, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
                for entry in family.cases
            ]
            texts.append(f'"{name}": [\n' + ",\n".join(lines) + "\n]")
        text = f'{{"type": "{type_name}", "cases": {{\n' + ",\n".join(texts) + "\n}}\n"
        (target / "cases.json").write_text(text, encoding="utf-8", newline="\n")
