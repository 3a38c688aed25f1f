package dev.arrays;

import dev.arrays.bind.Explanations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// How one call reached Rust, and why so.
///
/// The flight recorder's event `dev.arrays.KernelCall` tells the same of calls that take a
/// millisecond or more. The threshold of a recording can be lower, but calls that are predicted to
/// take less than a microsecond are never recorded.
///
/// {@snippet :
/// Explanation.explain(() -> Reductions.sum(prices)).forEach(System.out::println);
/// }
///
/// @param function the name of the called method
/// @param road the way the call took
/// @param reason why it took that way
/// @param bytesBorrowed how many bytes of the caller's own memory Rust worked on
/// @param bytesStaged how many bytes were copied to native memory beforehand
/// @param parts how many calls of native code there were
/// @param duration how long it took in all
/// @param longestPart how long the longest call of native code took, which on the roads
///   [Road#CRITICAL] and [Road#SPLIT] is how long a safepoint may have had to wait
public record Explanation(
    String function,
    Road road,
    String reason,
    long bytesBorrowed,
    long bytesStaged,
    int parts,
    Duration duration,
    Duration longestPart) {

  /// Runs code and tells of the calls it makes to Rust on this thread.
  ///
  /// @param calls the code
  /// @return one explanation for each call that ended, in order, also for those that failed
  public static List<Explanation> explain(Runnable calls) {
    return Explanations.of(calls);
  }

  /// What a person wants to read.
  ///
  /// @return one line
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %s, because %s; %,d bytes borrowed, %,d staged; %,d µs in %d part%s, the longest %,d µs",
        function,
        road.name().toLowerCase(Locale.ROOT),
        reason,
        bytesBorrowed,
        bytesStaged,
        duration.toNanos() / 1000,
        parts,
        parts == 1 ? "" : "s",
        longestPart.toNanos() / 1000);
  }
}
