"""Makes the reference data of arrays-kernels with the real NumPy, SciPy, pandas and scikit-learn.

    python make.py ../resources/reference                all of it
    python make.py ../resources/reference linalg order   the cases of these files

`make reference` does it with the versions in requirements.txt.
"""

import importlib
import os
import sys
from pathlib import Path

# The same bits on every processor: the loops and the BLAS of the oldest one.
os.environ["NPY_DISABLE_CPU_FEATURES"] = "X86_V3,X86_V4,AVX512_ICL,AVX512_SPR"
os.environ["OPENBLAS_CORETYPE"] = "Prescott"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"


def main(target, *names):
    import warnings

    import numpy

    import case

    # Cases ask for what is not a number on purpose.
    warnings.simplefilter("ignore")
    numpy.seterr(all="ignore")
    # A folder of their own: some bear names of Python's own modules.
    files = sorted(file.stem for file in (Path(__file__).parent / "cases").glob("*.py"))
    for name in names or files:
        importlib.import_module(f"cases.{name}")
    case.write(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
