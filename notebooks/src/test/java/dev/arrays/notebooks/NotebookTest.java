package dev.arrays.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Executes every notebook of the folder: no cell may fail, and the outputs that are checked in
/// must be the ones the code has now.
final class NotebookTest {
  private static final Path FOLDER = Setting.path("folder");
  private static final Path OUTPUT = Setting.path("output");
  private static final boolean UPDATE = Boolean.getBoolean("arrays.notebooks.update");

  @TestFactory
  Stream<DynamicTest> everyNotebookRuns() throws IOException {
    List<Path> notebooks;
    try (Stream<Path> files = Files.list(FOLDER)) {
      notebooks = files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
    assertThat(notebooks).as("notebooks in %s", FOLDER).isNotEmpty();
    return notebooks.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(file)));
  }

  private static void run(Path file) throws IOException {
    Notebook checkedIn = Notebook.read(file);
    Notebook executed;
    try (Kernel kernel = kernel()) {
      executed = checkedIn.executedBy(kernel);
    }
    executed.write(OUTPUT.resolve(file.getFileName()));
    if (UPDATE) {
      executed.write(file);
      return;
    }
    assertThat(executed.outputTexts())
        .as("outputs of %s; `make notebooks` writes the new ones into it", file.getFileName())
        .isEqualTo(checkedIn.outputTexts());
  }

  @Test
  void anErrorNamesNotebookAndCell() throws IOException {
    Notebook broken =
        Notebook.of(
            "broken.ipynb",
            """
            {"cells": [
              {"cell_type": "markdown", "metadata": {}, "source": ["Text."]},
              {"cell_type": "code", "metadata": {}, "source": ["int x = 1;"]},
              {"cell_type": "code", "metadata": {}, "source": ["throw new ", "Error(\\"no\\");"]}
            ]}
            """);
    Notebook typo =
        Notebook.of(
            "typo.ipynb",
            """
            {"cells": [{"cell_type": "code", "metadata": {}, "source": ["int y = missing;"]}]}
            """);
    try (Kernel kernel = kernel()) {
      assertThatThrownBy(() -> broken.executedBy(kernel))
          .isInstanceOf(CellException.class)
          .hasMessageStartingWith("broken.ipynb: code cell 2 ends with ")
          .hasMessageContaining(": no")
          .hasMessageEndingWith("throw new Error(\"no\");");
      assertThatThrownBy(() -> typo.executedBy(kernel))
          .isInstanceOf(CellException.class)
          .hasMessageStartingWith("typo.ipynb: code cell 1 ends with ")
          .hasMessageEndingWith("int y = missing;");
    }
  }

  private static Kernel kernel() throws IOException {
    Files.createDirectories(OUTPUT);
    return Kernel.start(
        Setting.path("kernel"),
        Setting.path("own") + "," + Setting.path("local"),
        FOLDER,
        OUTPUT.resolve("kernel.log"));
  }
}
