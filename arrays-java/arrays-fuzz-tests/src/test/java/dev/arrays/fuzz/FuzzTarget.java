package dev.arrays.fuzz;

import java.io.IOException;
import java.util.List;

/// A parser, and what must hold of it for any bytes.
public interface FuzzTarget {

  /// Inputs to start from, good ones among them.
  List<byte[]> seeds() throws IOException;

  /// Gives the parser an input. An exception that is not documented is a finding, and so is an
  /// [AssertionError].
  void test(byte[] input) throws IOException;
}
