package dev.arrays.codegen;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// What the compiler makes of generated source.
final class JavaSource {
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /// Kept, because to make one takes longer than to parse a file.
  private static final JavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

  private JavaSource() {}

  /// Parses files: each must lie in the folder, be free of errors, and declare one class, named as
  /// the file is, in the package the folder stands for.
  static void check(String folder, List<SourceFile> files) {
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    List<Unit> units = files.stream().map(Unit::new).toList();
    JavacTask task =
        (JavacTask) COMPILER.getTask(null, FILES, problems, List.of("-proc:none"), null, units);
    List<String> declared = new ArrayList<>();
    try {
      for (CompilationUnitTree unit : task.parse()) {
        for (Tree type : unit.getTypeDecls()) {
          String name =
              type instanceof ClassTree classTree
                  ? classTree.getSimpleName().toString()
                  : type.getKind().toString();
          declared.add(
              String.valueOf(unit.getPackageName()).replace('.', '/') + "/" + name + ".java");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!problems.getDiagnostics().isEmpty()) {
      throw new AssertionError(problems.getDiagnostics() + "\n" + files);
    }
    List<String> expected = files.stream().map(SourceFile::path).toList();
    if (!declared.equals(expected)
        || !expected.stream().allMatch(path -> path.matches(folder + "/[^/\\\\]+\\.java"))) {
      throw new AssertionError(declared + " is declared in " + files);
    }
  }

  private static final class Unit extends SimpleJavaFileObject {
    private final String text;

    Unit(SourceFile file) {
      super(URI.create("string:///unit.java"), Kind.SOURCE);
      this.text = file.text();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
