//! Fourier transforms and convolution.
