package dev.arrays.codegen;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The chain from a manifest to Java source: plan, then write. */
public final class Codegen {
  private Codegen() {}

  /**
   * Writes the facade of a library: one class per Rust module, and one that loads the library.
   *
   * @param manifest what the library exports
   * @param options what the classes are called
   * @return the source files, in a fixed order
   * @throws CodegenException if two Rust names become one in Java
   */
  public static List<SourceFile> generate(Manifest manifest, CodegenOptions options) {
    FacadePlan plan = FacadePlan.of(manifest, options.libraryName());
    ClassWriter writer = new ClassWriter(plan, options, resource(manifest, options));
    List<SourceFile> files = new ArrayList<>();
    plan.classes().forEach(facade -> files.add(writer.facadeClass(facade)));
    files.add(writer.libraryClass());
    return List.copyOf(files);
  }

  /**
   * Returns the folder among a jar's resources that the facade loads its library from. It bears the
   * Java package and the library's identity, so that no facade finds the library of another, nor
   * that of another build. The library's file lies in it below a folder for its platform, such as
   * {@code linux-x86_64/libmodel.so}.
   *
   * @param manifest what the library exports
   * @param options what the classes are called
   * @return a path such as {@code META-INF/native/com.acme.model/model-0123456789abcdef}
   */
  public static String resource(Manifest manifest, CodegenOptions options) {
    return "META-INF/native/%s/%s-%s"
        .formatted(
            options.javaPackage(), options.libraryName(), manifest.identity(options.javaPackage()));
  }

  /**
   * Returns the name by which a library file is loaded.
   *
   * @param library a file such as {@code libmodel.so}, {@code libmodel.dylib} or {@code model.dll}
   * @return its name without prefix and suffix, such as {@code model}
   */
  public static String libraryName(Path library) {
    String file = String.valueOf(library.getFileName());
    int dot = file.lastIndexOf('.');
    String stem = dot > 0 ? file.substring(0, dot) : file;
    return stem.startsWith("lib") && !file.endsWith(".dll") ? stem.substring(3) : stem;
  }
}
