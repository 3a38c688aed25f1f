package dev.arrays.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.logging.SystemStreamLog;

/** A log that keeps what a user would see. */
final class RecordingLog extends SystemStreamLog {
  private final List<String> lines = new ArrayList<>();

  /** Returns the lines so far, each after its level. */
  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public synchronized void info(CharSequence content) {
    lines.add("info " + content);
  }

  @Override
  public synchronized void warn(CharSequence content) {
    lines.add("warn " + content);
  }

  @Override
  public synchronized void error(CharSequence content) {
    lines.add("error " + content);
  }
}
