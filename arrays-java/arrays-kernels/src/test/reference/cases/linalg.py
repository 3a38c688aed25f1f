"""Linear algebra."""

import numpy as np

from case import case, identities, near, raises, random

REALS = [np.float64, np.float32]


def matrix(dtype, *shape):
    return random(f"matrix {shape}").normal(0, 1, shape).astype(dtype)


def regular(dtype, n):
    return matrix(dtype, n, n) + 3 * np.eye(n, dtype=dtype)


for dtype in REALS:
    eps = float(np.finfo(dtype).eps)
    for n in (0, 1, 5, 100):
        x, y = matrix(dtype, n), matrix(dtype, n)[::-1].copy()
        case("Linalg.axpy", {"y": near(dtype(2.5) * x + y, eps, 10)}, alpha=dtype(2.5), x=x, y=y)

    for m, k, n in ((1, 1, 1), (2, 3, 4), (7, 1, 5), (17, 33, 21), (3, 0, 2), (0, 4, 3)):
        a, b = matrix(dtype, m, k), matrix(dtype, k, n)
        for method in ("Linalg.matmul", "Linalg.parallelMatmul"):
            case(method, near(a @ b, 4 * eps, k), a=a, b=b)
    for m, n in ((1, 1), (5, 3), (3, 40), (40, 7), (3, 0), (0, 4)):
        a, x = matrix(dtype, m, n), matrix(dtype, n)
        case("Linalg.matvec", near(a @ x, 4 * eps, n), a=a, x=x)

    for m, n in ((2, 1), (4, 2), (30, 5), (5, 5), (2, 4)):
        a, b = matrix(dtype, m, n), matrix(dtype, m)
        x, _, rank, s = np.linalg.lstsq(a, b)
        residual = np.sum((b - a @ x) ** 2)
        condition = s[0] / s[-1]
        expected = {
            "solution": near(x, 8 * n * condition * eps),
            "residual": near(residual, 16 * m * condition * eps, b @ b),
            "rank": rank,
            "singular_values": near(s, 8 * n * eps),
        }
        case("Linalg.lstsq", expected, a=a, b=b)
        sides = matrix(dtype, m, 3)
        x, _, rank, s = np.linalg.lstsq(a, sides)
        expected = {
            "solutions": near(x, 8 * n * condition * eps),
            "residuals": near(np.sum((sides - a @ x) ** 2, axis=0), 16 * m * condition * eps, m),
            "rank": rank,
            "singular_values": near(s, 8 * n * eps),
        }
        case("Linalg.lstsqMatrix", expected, a=a, b=sides)
        if m <= n:
            case("Linalg.lstsq", identities("a solution = b", tolerance=16 * n * eps), a=a, b=b)
    dependent = np.outer(np.arange(1, 4), [1, 2]).astype(dtype)
    b = np.array([1, 2, 3], dtype)
    x, _, rank, _ = np.linalg.lstsq(dependent, b)
    case("Linalg.lstsq", {"solution": near(x, 16 * eps), "rank": rank}, a=dependent, b=b)
    a = np.diag(np.array([1, 0.1], dtype))
    x, _, rank, _ = np.linalg.lstsq(a, b[:2], rcond=0.5)
    case("Linalg.lstsq", {"solution": near(x, 16 * eps), "rank": rank}, a=a, b=b[:2], rcond=dtype(0.5))

    for n in (0, 1, 3, 16, 17, 40):
        a, b, sides = regular(dtype, n), matrix(dtype, n), matrix(dtype, n, 3)
        condition = np.linalg.cond(a.astype(np.float64)) if n else 1
        tolerance = 8 * max(n, 1) * condition * eps
        wide = a.astype(np.float64)
        for name in ("solve", "parallelSolve"):
            case(f"Linalg.{name}", near(np.linalg.solve(wide, b).astype(dtype), tolerance), a=a, b=b)
            case(f"Linalg.{name}", near(np.linalg.solve(wide, sides).astype(dtype), tolerance), a=a, b=sides)
        for name in ("inv", "parallelInv"):
            case(f"Linalg.{name}", near(np.linalg.inv(wide).astype(dtype), tolerance), a=a)
        sign, logarithm = np.linalg.slogdet(wide)
        case("Linalg.det", near(dtype(np.linalg.det(wide)), tolerance), a=a)
        expected = {"sign": dtype(sign), "logabsdet": near(dtype(logarithm), tolerance, 1 + abs(logarithm))}
        case("Linalg.slogdet", expected, a=a)

    singular = np.array([[1, 2], [2, 4]], dtype)
    for name in ("inv", "parallelInv"):
        case(f"Linalg.{name}", raises(np.linalg.inv, singular), a=singular)
    for name in ("solve", "parallelSolve"):
        case(f"Linalg.{name}", raises(np.linalg.solve, singular, singular), a=singular, b=singular)
    case("Linalg.det", dtype(0), a=singular)
    case("Linalg.slogdet", {"sign": dtype(0), "logabsdet": dtype(-np.inf)}, a=singular)

    for m, n in ((1, 1), (4, 2), (2, 5), (17, 17), (40, 9)):
        a = matrix(dtype, m, n)
        tolerance = 16 * max(m, n) * eps
        for name in ("qr", "parallelQr"):
            case(f"Linalg.{name}", identities("q r = a", "q' q = I", tolerance=tolerance), a=a)
        s = np.linalg.svd(a, compute_uv=False)
        for name in ("svd", "parallelSvd"):
            parts = identities("u diag(s) vh = a", "u' u = I", "vh vh' = I", tolerance=tolerance)
            case(f"Linalg.{name}", parts, a=a)
            case(f"Linalg.{name}", identities("u' u = I", "vh vh' = I", tolerance=tolerance), a=a, full_matrices=True)
            case(f"Linalg.{name}", {"s": near(s, tolerance)}, a=a)
        case("Linalg.svdvals", near(s, tolerance), a=a)
        inverse = np.linalg.pinv(a.astype(np.float64)).astype(dtype)
        case("Linalg.pinv", near(inverse, tolerance * float(s[0] / s[-1])), a=a)
        case("Linalg.matrixRank", int(np.linalg.matrix_rank(a)), a=a)
    case("Linalg.pinv", near(np.linalg.pinv(dependent, rcond=0.1), 16 * eps), a=dependent, rcond=dtype(0.1))
    case("Linalg.matrixRank", 1, a=dependent)
    case("Linalg.matrixRank", 0, a=dependent, tol=dtype(100))

    for n in (1, 2, 17, 40):
        a = matrix(dtype, n, n)
        symmetric, positive = a + a.T, a @ a.T + np.eye(n, dtype=dtype)
        tolerance = 16 * n * eps
        values = np.linalg.eigvalsh(symmetric)
        for name in ("eigh", "parallelEigh"):
            parts = identities(
                "eigenvectors diag(eigenvalues) eigenvectors' = a",
                "eigenvectors' eigenvectors = I",
                tolerance=tolerance,
            )
            case(f"Linalg.{name}", parts, a=symmetric)
            case(f"Linalg.{name}", {"eigenvalues": near(values, tolerance)}, a=symmetric)
        case("Linalg.eigvalsh", near(values, tolerance), a=symmetric)
        factor = np.linalg.cholesky(positive.astype(np.float64)).astype(dtype)
        condition = np.linalg.cond(positive.astype(np.float64))
        for name in ("cholesky", "parallelCholesky"):
            case(f"Linalg.{name}", near(factor, tolerance * condition), a=positive)

    indefinite = np.array([[1, 2], [2, 1]], dtype)
    oblong = np.zeros((2, 3), dtype)
    nan = np.array([[np.nan, 1], [1, 2]], dtype)
    for name in ("cholesky", "parallelCholesky"):
        case(f"Linalg.{name}", raises(np.linalg.cholesky, indefinite), a=indefinite)
    for name in ("inv", "det", "slogdet", "cholesky", "eigh", "eigvalsh"):
        case(f"Linalg.{name}", raises("Last 2 dimensions of the array must be square"), a=oblong)
    for name in ("eigh", "eigvalsh"):
        case(f"Linalg.{name}", raises("Eigenvalues did not converge"), a=nan)
    for name in ("svd", "svdvals", "pinv", "matrixRank"):
        case(f"Linalg.{name}", raises("SVD did not converge"), a=nan)
