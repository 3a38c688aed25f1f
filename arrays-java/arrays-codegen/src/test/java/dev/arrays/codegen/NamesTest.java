package dev.arrays.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules, functions and parameters bear every name that generated code itself uses. */
class NamesTest {
  private static final Pattern COMMENT_OR_STRING =
      Pattern.compile("//[^\\n]*|/\\*.*?\\*/|\"(?:[^\"\\\\]|\\\\.)*\"", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");
  private static final int FUNCTIONS_OF_A_MODULE = 6;

  private static final List<String> KEYWORDS =
      List.of(
          "_",
          "abstract",
          "assert",
          "boolean",
          "break",
          "byte",
          "case",
          "catch",
          "char",
          "class",
          "const",
          "continue",
          "default",
          "do",
          "double",
          "else",
          "enum",
          "extends",
          "false",
          "final",
          "finally",
          "float",
          "for",
          "goto",
          "if",
          "implements",
          "import",
          "instanceof",
          "int",
          "interface",
          "long",
          "native",
          "new",
          "null",
          "package",
          "private",
          "protected",
          "public",
          "return",
          "short",
          "static",
          "strictfp",
          "super",
          "switch",
          "synchronized",
          "this",
          "throw",
          "throws",
          "transient",
          "true",
          "try",
          "void",
          "volatile",
          "while");

  @TempDir Path folder;

  @Test
  void generatedCodeIsImmuneToEveryName() throws IOException {
    List<String> names = List.copyOf(names());
    List<FunctionEntry> model = LibraryFile.modelManifest(folder).functions();
    List<FunctionEntry> functions = new ArrayList<>();
    Set<String> classes = new HashSet<>(Set.of("modellibrary"));
    int next = 0;
    for (String module : names) {
      if (!classes.add(JavaNames.upperCamel(module).toLowerCase(Locale.ROOT))) {
        continue;
      }
      for (int i = 0; i < FUNCTIONS_OF_A_MODULE; i++) {
        FunctionEntry function = model.get(functions.size() % model.size());
        List<Parameter> params = new ArrayList<>();
        for (Parameter param : function.params()) {
          params.add(param.withJavaName(names.get(next++ % names.size())));
        }
        functions.add(
            function
                .withModule("model::" + module)
                .withJavaName(names.get((functions.size() * 7 + i) % names.size()))
                .withParams(params));
      }
    }
    // Every parameter of every kind of function, in turn.
    assertThat(next).isGreaterThan(5 * names.size());
    Path sources = folder.resolve("sources");

    SourceFolder.write(
        sources,
        Codegen.generate(
            new Manifest(List.of(), functions, List.of()),
            new CodegenOptions("model", "com.acme.model", true)));

    assertThat(CompileTest.javac(sources, folder.resolve("classes"))).isEmpty();
  }

  @Test
  void variablesAreToldFromClassesAndPackages() {
    assertThat(List.of("x", "X", "XY", "Kernel", "dev", "long", "record"))
        .extracting(JavaNames::variable)
        .containsExactly("x", "X", "XY_", "Kernel_", "dev_", "long_", "record");
    assertThat(List.of("Kernel", "dev", "yield", "wait", "long"))
        .extracting(JavaNames::method)
        .containsExactly("Kernel", "dev", "yield_", "wait_", "long_");
    assertThat(List.of("__", "_a", "1", "long", "rolling_mean"))
        .extracting(JavaNames::upperCamel)
        .containsExactly("__", "A", "_1", "Long", "RollingMean");
  }

  @Test
  void namesOfGeneratedCodeAreCollected() throws IOException {
    assertThat(names())
        .contains("Kernel", "DataType", "LIBRARY", "dev", "java", "status", "t", "invokeExact")
        .contains("long", "yield", "record", "_", "Throwable", "hashCode", "wait");
  }

  private static Set<String> names() throws IOException {
    Set<String> names =
        new TreeSet<>(List.of("record", "sealed", "permits", "var", "yield", "when"));
    try (Stream<Path> snapshots = Files.walk(Path.of("src", "test", "snapshots"))) {
      for (Path path : snapshots.filter(Files::isRegularFile).toList()) {
        String code = COMMENT_OR_STRING.matcher(Files.readString(path)).replaceAll(" ");
        Matcher word = WORD.matcher(code);
        while (word.find()) {
          names.add(word.group());
        }
      }
    }
    for (String word : wordsOfJava()) {
      names.add(word);
      // As a module of this name is written.
      names.add(word.toLowerCase(Locale.ROOT));
    }
    return names;
  }

  /** Returns the reserved words, the classes of java.lang and the methods of Object. */
  private static List<String> wordsOfJava() {
    List<String> words = new ArrayList<>();
    for (String word : KEYWORDS) {
      assertThat(SourceVersion.isKeyword(word, SourceVersion.latest())).as(word).isTrue();
      words.add(word);
    }
    for (Method method : Object.class.getDeclaredMethods()) {
      words.add(method.getName());
    }
    try (ModuleReader base = ModuleFinder.ofSystem().find("java.base").orElseThrow().open();
        Stream<String> files = base.list()) {
      files
          .filter(file -> file.matches("java/lang/[A-Za-z]+\\.class"))
          .map(file -> file.substring("java/lang/".length(), file.length() - ".class".length()))
          .forEach(words::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return words;
  }
}
