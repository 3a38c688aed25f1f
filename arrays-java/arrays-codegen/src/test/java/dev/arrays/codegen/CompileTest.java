package dev.arrays.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The generated source under the strictest compiler and javadoc, whose warnings are errors. It is
 * run by the modules whose facades the plugin builds.
 */
class CompileTest {
  @TempDir Path folder;

  private Path sources;

  @BeforeEach
  void generate() throws IOException {
    sources = folder.resolve("sources");
    generate(true);
  }

  private void generate(boolean jspecify) throws IOException {
    SourceFolder.write(
        sources,
        Codegen.generate(
            LibraryFile.modelManifest(folder),
            new CodegenOptions("model", "com.acme.model", jspecify)));
  }

  @Test
  void everyKindCompilesWithoutAWarning() throws IOException {
    assertThat(javac()).isEmpty();
  }

  @Test
  void facadeNeedsNoAnnotations() throws IOException {
    generate(false);

    assertThat(javac()).isEmpty();
    assertThat(sources.resolve("com/acme/model/Kinds.java")).content().doesNotContain("jspecify");
  }

  @Test
  void javadocHasNothingToSay() throws IOException {
    assertThat(
            run(
                sources,
                "javadoc",
                List.of(
                    "-d",
                    folder.resolve("doc").toString(),
                    "--release",
                    "25",
                    "-Xdoclint:all",
                    "-Werror",
                    "-quiet",
                    "-notimestamp")))
        .isEmpty();
    assertThat(folder.resolve("doc/com/acme/model/Model.html"))
        .content()
        .contains("Scores each row of <code>x</code> against the weights <code>w</code>.");
  }

  /** An adapter's method is generic in the view it makes, and the overloads must still be apart. */
  @Test
  void overloadsAreApartForGenericArguments() throws IOException {
    write(
        "Caller",
        """
        package com.acme.model;

        import dev.arrays.DoubleNdArray;
        import dev.arrays.NdArray;

        abstract class Caller {
          abstract <A extends NdArray<A>> A view(Object foreign);

          double[] call(double[] weights, double[] scores) {
            Model.predict(view("x"), view("w"), scores);
            Model.predict(view("x"), view("w"), view("scores"));
            Model.predict(view("x"), weights, scores);
            Model.predict(view("x"), weights);
            double spread = Statistics.std(view("x"), null) + Statistics.std(view("x"));
            Statistics.LstsqResult fit = Statistics.lstsq(view("a"), view("b"));
            DoubleNdArray solution = fit.solution();
            return Model.predict(view("x"), view("w"));
          }
        }
        """);

    assertThat(javac()).isEmpty();
  }

  /** A Rust module may bear the name of a class that generated code uses. */
  @Test
  void moduleNamesMayHideClassesThatGeneratedCodeUses() throws IOException {
    List<String> names = List.of("arena", "string", "reference", "double", "double_nd_array");
    List<FunctionEntry> functions = new ArrayList<>();
    for (FunctionEntry entry : LibraryFile.modelManifest(folder).functions()) {
      functions.add(entry.withModule("model::" + names.get(functions.size() % names.size())));
    }
    SourceFolder.write(
        sources,
        Codegen.generate(
            new Manifest(List.of(), functions, List.of()),
            new CodegenOptions("arguments", "com.acme.model", true)));

    assertThat(javac()).isEmpty();
  }

  @Test
  void whatIsDeprecatedInRustIsSoInJava() throws IOException {
    Manifest model = LibraryFile.modelManifest(folder);
    ModuleEntry module = model.modules().get(0);
    Manifest deprecated =
        new Manifest(
            List.of(
                new ModuleEntry(
                    module.crate(),
                    module.crateVersion(),
                    module.module(),
                    module.doc(),
                    new Deprecation("", "use [`other`] \"now\"\\n"))),
            model.functions(),
            List.of());
    SourceFolder.write(
        sources, Codegen.generate(deprecated, new CodegenOptions("model", "com.acme.model", true)));

    assertThat(javac()).isEmpty();
    assertThat(sources.resolve("com/acme/model/Statistics.java"))
        .content()
        .contains("/// @deprecated use `other` \"now\"\\n\n@Deprecated\n@NullMarked\npublic final")
        .contains("/// @deprecated use `rolling`, {&#64;code not} this\n")
        .contains("  @Deprecated(since = \"1.2.0\")\n  public static void rollingMean(");
  }

  private void write(String className, String text) throws IOException {
    Files.writeString(sources.resolve("com/acme/model/" + className + ".java"), text);
  }

  private String javac() throws IOException {
    return javac(sources, folder.resolve("classes"));
  }

  /** Compiles all sources of a folder and returns what the compiler printed. */
  static String javac(Path sources, Path classes) throws IOException {
    return run(
        sources,
        "javac",
        List.of(
            "-d",
            classes.toString(),
            "--release",
            "25",
            "-proc:none",
            "-Xlint:all,-path",
            "-Xdoclint:all/protected",
            "-Werror"));
  }

  /** Runs a tool of the JDK on all sources and returns what it printed. */
  private static String run(Path sources, String tool, List<String> options) throws IOException {
    List<String> arguments = new ArrayList<>(options);
    arguments.add("-classpath");
    arguments.add(System.getProperty("java.class.path"));
    try (Stream<Path> paths = Files.walk(sources)) {
      paths.map(Path::toString).filter(path -> path.endsWith(".java")).forEach(arguments::add);
    }
    StringWriter output = new StringWriter();
    PrintWriter printer = new PrintWriter(output);
    int status =
        ToolProvider.findFirst(tool)
            .orElseThrow()
            .run(printer, printer, arguments.toArray(String[]::new));
    return status == 0 ? output.toString() : "status " + status + "\n" + output;
  }
}
