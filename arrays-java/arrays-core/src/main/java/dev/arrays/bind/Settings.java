package dev.arrays.bind;

/// The system properties that calls go by. They are read by classes that keep them; one that cannot
/// be read is refused before, because a class whose initialiser fails is lost.
final class Settings {
  private Settings() {}

  /// Refuses properties that have no meaning.
  ///
  /// @throws IllegalArgumentException when one cannot be read
  static void check() {
    budget();
    looksAtOtherThreads();
    String headroom = System.getProperty("dev.arrays.headroom", "256");
    if (!headroom.matches("\\d{1,18}")) {
      throw new IllegalArgumentException(
          "-Ddev.arrays.headroom is " + headroom + ", expected MiB from 1 on");
    }
  }

  /// How long a critical call may take, in nanoseconds: `dev.arrays.budget`, in microseconds.
  static double budget() {
    String setting = System.getProperty("dev.arrays.budget", "100");
    if (!setting.matches("\\d{1,18}")) {
      throw new IllegalArgumentException(
          "-Ddev.arrays.budget is " + setting + ", expected microseconds from 0 on");
    }
    return Long.parseLong(setting) * 1000.0;
  }

  /// Whether calls on different threads are compared with each other: `dev.arrays.borrow`.
  static boolean looksAtOtherThreads() {
    String setting = System.getProperty("dev.arrays.borrow", "threads");
    return switch (setting) {
      case "threads" -> true;
      case "call" -> false;
      default ->
          throw new IllegalArgumentException(
              "-Ddev.arrays.borrow is " + setting + ", expected threads or call");
    };
  }
}
