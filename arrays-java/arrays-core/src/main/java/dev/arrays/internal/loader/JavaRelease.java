package dev.arrays.internal.loader;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A release of Java, and what a program that calls native code should know of it.
///
/// Before 25.0.3, G1 may move arrays that JNI code has pinned, and data is lost (JDK-8377811). Our
/// own calls pin nothing: a critical call keeps the collector from running at all. But programs
/// that call Rust kernels seldom have no other native library.
final class JavaRelease {
  private static final JavaRelease CURRENT = new JavaRelease(Runtime.version());
  private static final int FEATURE = 25;
  private static final int UPDATE = 3;

  private final Runtime.Version version;
  private final AtomicBoolean warned = new AtomicBoolean();

  JavaRelease(Runtime.Version version) {
    this.version = version;
  }

  /// The release that runs this program.
  static JavaRelease current() {
    return CURRENT;
  }

  /// Logs a warning, once, if there is something to know.
  void warnOnce() {
    String concern = concern();
    if (concern != null && !warned.getAndSet(true)) {
      System.getLogger("dev.arrays").log(System.Logger.Level.WARNING, concern);
    }
  }

  /// What is wrong with the release, or null.
  @Nullable String concern() {
    boolean affected =
        version.feature() == FEATURE && version.interim() == 0 && version.update() < UPDATE;
    return affected
        ? "Java "
            + version
            + " has a bug of the G1 garbage collector that destroys arrays which JNI code has pinned"
            + " (JDK-8377811). Calls of dev.arrays pin none, other native libraries of the program"
            + " may: use Java 25.0.3 or newer, or another collector, such as -XX:+UseParallelGC"
        : null;
  }
}
