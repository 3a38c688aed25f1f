"""Fourier transforms and convolution."""

import numpy as np

from case import case, near, raises, random


def pairs(z, dtype):
    """Complex numbers as a last axis of real and imaginary parts."""
    return np.stack([z.real, z.imag], -1).astype(dtype)


def both(methods, expected, **arguments):
    for method in methods:
        case(method, expected, **arguments)


FFT = ("Signal.fft", "Signal.parallelFft")
RFFT = ("Signal.rfft", "Signal.parallelRfft")

for dtype in (np.float64, np.float32):
    eps = np.finfo(dtype).eps
    # The error of a transform is in proportion to the whole, and grows with the logarithm of the points.
    tolerance = 16 * eps

    def transformed(z):
        return near(pairs(z, dtype), tolerance)

    for points in (1, 2, 3, 5, 8, 30, 37, 64):
        normal = random(f"signal {points}").normal
        z = normal(0, 1, (points, 2)).astype(dtype).astype(np.float64) @ [1, 1j]
        x = pairs(z, dtype)
        both(FFT, transformed(np.fft.fft(z)), x=x)
        case("Signal.ifft", transformed(np.fft.ifft(z)), x=x)
        case("Signal.fftInPlace", {"x": transformed(np.fft.fft(z))}, x=x)
        case("Signal.ifftInPlace", {"x": transformed(np.fft.ifft(z))}, x=x)
        re = x[:, 0].copy()
        half = np.fft.rfft(re.astype(np.float64))
        both(RFFT, transformed(half), x=re)
        for n in (points + 3, (points + 2) // 2 + (points == 2)):
            both(FFT, transformed(np.fft.fft(z, n)), x=x, n=n)
            case("Signal.ifft", transformed(np.fft.ifft(z, n)), x=x, n=n)
            both(RFFT, transformed(np.fft.rfft(re.astype(np.float64), n)), x=re, n=n)
            case("Signal.irfft", near(np.fft.irfft(z, n).astype(dtype), tolerance), x=x, n=n)
        if points > 1:
            case("Signal.irfft", near(np.fft.irfft(z).astype(dtype), tolerance), x=x)

    z = random("lanes of signals").normal(0, 1, (3, 4, 2, 2)).astype(dtype).astype(np.float64) @ [1, 1j]
    x = pairs(z, dtype)
    re = x[..., 0].copy()
    for axis in (-3, -2, -1, 0, 1, 2):
        for n in (None, 2, 6):
            both(FFT, transformed(np.fft.fft(z, n, axis)), x=x, n=n, axis=axis)
            case("Signal.ifft", transformed(np.fft.ifft(z, n, axis)), x=x, n=n, axis=axis)
            half = np.fft.rfft(re.astype(np.float64), n, axis)
            both(RFFT, transformed(half), x=re, n=n, axis=axis)
            back = np.fft.irfft(z, n, axis).astype(dtype)
            case("Signal.irfft", near(back, tolerance), x=x, n=n, axis=axis)
        for method, result in (("fft", np.fft.fft(z, None, axis)), ("ifft", np.fft.ifft(z, None, axis))):
            case(f"Signal.{method}InPlace", {"x": transformed(result)}, x=x, axis=axis)
    for axis in (3, -4):
        words = raises(f"axis {axis} is out of bounds for array of dimension 3")
        both(FFT + ("Signal.ifft", "Signal.irfft"), words, x=x, n=2, axis=axis)
        both(RFFT, words, x=re, n=2, axis=axis)
    for n in (0, -1):
        both(FFT, raises(np.fft.fft, z, n), x=x, n=n)
        case("Signal.ifft", raises(np.fft.ifft, z, n), x=x, n=n)
        both(RFFT, raises(np.fft.rfft, re, n), x=re, n=n)
        case("Signal.irfft", raises(np.fft.irfft, z, n), x=x, n=n)
    both(FFT, raises(np.fft.fft, np.zeros(0)), x=np.zeros((0, 2), dtype))
    both(RFFT, raises(np.fft.rfft, np.zeros(0)), x=np.zeros(0, dtype))
    case("Signal.fft", raises("complex numbers have a last axis of length 2"), x=np.zeros((2, 3), dtype))
    both(FFT, np.zeros((2, 4, 2), dtype), x=np.zeros((2, 0, 2), dtype), n=4)
    both(FFT, np.full((3, 2), np.nan, dtype), x=np.full((3, 2), np.nan, dtype))

    for sizes in ((1, 1), (5, 1), (3, 3), (10, 3), (40, 7), (7, 40), (70, 33), (230, 210)):
        a, v = (random(f"convolve {sizes} {i}").normal(0, 1, n).astype(dtype) for i, n in enumerate(sizes))
        exact = [np.convolve(a.astype(np.float64), v.astype(np.float64), mode) for mode in ("full", "same", "valid")]
        scale = float(np.linalg.norm(a) * np.linalg.norm(v))
        case("Signal.convolve", near(exact[0].astype(dtype), 4 * eps, scale), a=a, v=v)
        for mode, expected in zip(("full", "same", "valid"), exact):
            expected = near(expected.astype(dtype), 4 * eps, scale)
            case("Signal.convolve", expected, a=a, v=v, mode=mode)
            case("Signal.fftConvolve", expected, a=a, v=v, mode=mode)
    some, none = np.ones(2, dtype), np.zeros(0, dtype)
    case("Signal.convolve", raises(np.convolve, some, none), a=some, v=none)
    case("Signal.convolve", raises(np.convolve, none, some), a=none, v=some)
    case("Signal.convolve", raises(np.convolve, some, some, "all"), a=some, v=some, mode="all")
    case("Signal.fftConvolve", raises(np.convolve, some, some, "all"), a=some, v=some, mode="all")
    inf = np.array([1, np.inf, 2, 3, 4], dtype)
    case("Signal.convolve", np.convolve(inf, some), a=inf, v=some)
