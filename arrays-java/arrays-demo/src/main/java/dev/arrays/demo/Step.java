package dev.arrays.demo;

import java.util.ArrayList;
import java.util.List;

/// One computation of the demo, done by Rust and by a second way, with all that there is to say on
/// it.
///
/// @param title what is computed, on how much of what
/// @param results the result for people, one line each
/// @param rust the run through Rust
/// @param otherWay the name of the second way
/// @param other the run of the second way
/// @param difference the largest relative difference between both results
/// @param arguments the arrays that crossed the boundary
/// @param resultBytes bytes of the result that the call allocates on the Java heap
record Step(
    String title,
    List<String> results,
    Trial<?> rust,
    String otherWay,
    Trial<?> other,
    double difference,
    List<Handover> arguments,
    long resultBytes) {

  /// The largest relative difference that counts as agreement.
  static final double TOLERANCE = 1e-12;

  /// What one call may allocate without a copy of elements: the objects of views and of a record.
  private static final long OBJECT_BYTES = 1024;

  /// Whether both ways have the same result.
  boolean agrees() {
    return difference <= TOLERANCE;
  }

  /// Bytes copied at the boundary: the arguments that Rust sees elsewhere than the program, and the
  /// heap allocated beside the result, as soon as that is too much for the objects of some views.
  long copiedBytes() {
    long moved = arguments.stream().mapToLong(Handover::copiedBytes).sum();
    return extraBytes() <= OBJECT_BYTES ? moved : moved + extraBytes();
  }

  /// Bytes of the Java heap that one call allocates beside its result.
  private long extraBytes() {
    return Math.max(0, rust.allocatedBytes() - resultBytes);
  }

  /// The step as a block of text.
  String report() {
    List<String> lines = new ArrayList<>();
    lines.add(title);
    for (int i = 0; i < results.size(); i++) {
      lines.add(row(i == 0 ? "result" : "", results.get(i)));
    }
    lines.add(
        row(
            otherWay,
            Text.of(
                "%s: largest relative difference %s, allowed %.0e",
                agrees() ? "agrees" : "DISAGREES",
                difference == 0 ? "0" : Text.of("%.1e", difference),
                TOLERANCE)));
    lines.add(
        row("time", Text.of("Rust %s, %s %s", time(rust.nanos()), otherWay, time(other.nanos()))));
    lines.add(
        row(
            "copied",
            Text.of(
                "%s of the %s handed to Rust, by the addresses it sees;"
                    + " the call allocates %s of Java heap beside its result",
                bytes(copiedBytes()),
                bytes(arguments.stream().mapToLong(Handover::bytes).sum()),
                bytes(extraBytes()))));
    return String.join(System.lineSeparator(), lines);
  }

  private static String row(String label, String content) {
    return Text.of("    %-11s %s", label, content);
  }

  private static String time(long nanos) {
    return nanos < 1_000_000 ? Text.of("%.1f µs", nanos / 1e3) : Text.of("%.1f ms", nanos / 1e6);
  }

  private static String bytes(long count) {
    return count < 1_000_000 ? Text.of("%,d B", count) : Text.of("%.1f MB", count / 1e6);
  }
}
