/// The built-in kernels, by NumPy's names: reductions, statistics and linear algebra.
package dev.arrays.kernels;
