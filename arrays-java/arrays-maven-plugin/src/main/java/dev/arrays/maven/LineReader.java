package dev.arrays.maven;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a stream to its end, whatever its consumer throws: the first failure is kept,
 * and the lines after it are given to the consumer all the same. Bytes that are not UTF-8 become
 * replacement characters.
 */
final class LineReader implements Runnable {
  private final InputStream stream;
  private final Consumer<String> consumer;
  private @Nullable Throwable failure;

  LineReader(InputStream stream, Consumer<String> consumer) {
    this.stream = stream;
    this.consumer = consumer;
  }

  @Override
  public void run() {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        accept(line);
      }
    } catch (Throwable t) {
      keep(t);
    }
  }

  /** Returns what went wrong, or null; to be asked when the reader has run. */
  @Nullable Throwable failure() {
    return failure;
  }

  private void accept(String line) {
    try {
      consumer.accept(line);
    } catch (RuntimeException e) {
      keep(e);
    }
  }

  private void keep(Throwable t) {
    if (failure == null) {
      failure = t;
    } else {
      failure.addSuppressed(t);
    }
  }
}
