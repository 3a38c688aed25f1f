package dev.arrays.internal.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaReleaseTest {

  @ParameterizedTest
  @ValueSource(strings = {"25", "25-ea+36", "25.0.1+8", "25.0.2+10-LTS", "25.0.2.0.1"})
  void aReleaseWithTheBugIsWarnedOfOnce(String version) {
    assertThat(loggedBy(new JavaRelease(Runtime.Version.parse(version))))
        .containsExactly(
            "WARNING Java "
                + version
                + " has a bug of the G1 garbage collector that destroys arrays which JNI code has"
                + " pinned (JDK-8377811). Calls of dev.arrays pin none, other native libraries of the"
                + " program may: use Java 25.0.3 or newer, or another collector, such as"
                + " -XX:+UseParallelGC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"25.0.3+9-LTS", "25.0.4", "25.0.10", "25.1", "26+35", "27-ea"})
  void otherReleasesAreNot(String version) {
    assertThat(loggedBy(new JavaRelease(Runtime.Version.parse(version)))).isEmpty();
  }

  /// What is logged when two libraries are loaded.
  private static List<String> loggedBy(JavaRelease release) {
    List<String> lines = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("dev.arrays");
    logger.addHandler(handler);
    logger.setLevel(Level.ALL);
    logger.setUseParentHandlers(false);
    try {
      release.warnOnce();
      release.warnOnce();
      return lines;
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
      logger.setLevel(null);
    }
  }
}
