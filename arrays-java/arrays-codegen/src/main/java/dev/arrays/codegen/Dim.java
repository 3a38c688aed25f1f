package dev.arrays.codegen;

/** What a shape contract says of one axis. */
sealed interface Dim {

  /** Returns the axis as the contract wrote it. */
  String text();

  /** A length that a name stands for: equal wherever the name occurs. */
  record Symbol(String name) implements Dim {
    @Override
    public String text() {
      return name;
    }
  }

  /** A fixed length. */
  record Length(long length) implements Dim {
    @Override
    public String text() {
      return Long.toString(length);
    }
  }

  /** Any length. */
  record Any() implements Dim {
    @Override
    public String text() {
      return "_";
    }
  }
}
