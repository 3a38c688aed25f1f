package dev.arrays.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  private final List<String> lines = new ArrayList<>();

  @Test
  void linesOfBlanksAndOtherBytesAreLines() {
    byte[] bytes = "a\n\n   \n\u00e9\r\nb".getBytes(StandardCharsets.ISO_8859_1);
    LineReader reader = new LineReader(new ByteArrayInputStream(bytes), lines::add);

    reader.run();

    assertThat(lines).containsExactly("a", "", "   ", "\ufffd", "b");
    assertThat(reader.failure()).isNull();
  }

  @Test
  void failureOfTheConsumerIsKeptAndTheRestIsRead() {
    IllegalStateException first = new IllegalStateException("b");
    LineReader reader =
        new LineReader(
            new ByteArrayInputStream("a\nb\nc\nd\n".getBytes(StandardCharsets.UTF_8)),
            line -> {
              lines.add(line);
              if (line.equals("b")) {
                throw first;
              }
              if (line.equals("c")) {
                throw new IllegalStateException(line);
              }
            });

    reader.run();

    assertThat(lines).containsExactly("a", "b", "c", "d");
    assertThat(reader.failure()).isSameAs(first);
    assertThat(first.getSuppressed()).hasSize(1);
  }

  @Test
  void failureOfTheStreamIsKept() throws IOException {
    LineReader reader =
        new LineReader(
            new SequenceInputStream(
                new ByteArrayInputStream("a\n".getBytes(StandardCharsets.UTF_8)), closed()),
            lines::add);

    reader.run();

    assertThat(reader.failure()).isInstanceOf(IOException.class).hasMessage("Stream closed");
  }

  private static InputStream closed() throws IOException {
    InputStream stream = new BufferedInputStream(InputStream.nullInputStream());
    stream.close();
    return stream;
  }
}
