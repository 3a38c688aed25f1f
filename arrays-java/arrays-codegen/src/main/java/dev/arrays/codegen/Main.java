package dev.arrays.codegen;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The command line of the generator, for builds that are not Maven's. */
public final class Main {
  private static final String HELP =
      """
      Writes the Java facade of a Rust library built with the arrays crate.

      Usage: java -jar arrays-codegen.jar --library FILE --package NAME --out FOLDER
                [--jspecify]

        --library FILE   the built library, such as target/release/libmodel.so (any platform's); the
                         last line on standard error says where in the jar it belongs
        --package NAME   the Java package of the classes, such as com.acme.model
        --out FOLDER     the source root to write to; generated files there that are no longer
                         wanted are deleted, others are left alone
        --jspecify       annotate the classes with JSpecify's nullness annotations, which the
                         project then has to depend on
        --help           this text
      """;

  private static final Set<String> OPTIONS = Set.of("--library", "--package", "--out");

  private Main() {}

  /**
   * Runs the generator and exits with 0 on success, 1 when no facade can be made, 2 when the
   * arguments are wrong.
   *
   * @param args the arguments
   */
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.out, System.err));
  }

  static int run(List<String> args, PrintStream out, PrintStream err) {
    if (args.isEmpty() || args.contains("--help") || args.contains("-h")) {
      out.print(HELP);
      return 0;
    }
    try {
      Options options = parse(args);
      Path library = options.library();
      CodegenOptions naming =
          new CodegenOptions(
              Codegen.libraryName(library), options.javaPackage(), options.jspecify());
      Manifest manifest = ManifestReader.read(library);
      List<SourceFile> files = Codegen.generate(manifest, naming);
      Path root = options.out();
      SourceFolder.write(root, files);
      files.forEach(file -> out.println(root.resolve(file.path())));
      err.println(
          "Pack the library as "
              + Codegen.resource(manifest, naming)
              + "/<os>-<arch>/"
              + library.getFileName());
      return 0;
    } catch (UsageException e) {
      err.println(e.getMessage());
      err.println("Run with --help for the options.");
      return 2;
    } catch (CodegenException e) {
      err.println(e.getMessage());
      return 1;
    } catch (NoSuchFileException e) {
      err.println("There is no file " + e.getFile() + ": build the library first (cargo build)");
      return 1;
    } catch (IOException e) {
      err.println("Cannot read the library or write the sources: " + e);
      return 1;
    }
  }

  private record Options(Path library, String javaPackage, Path out, boolean jspecify) {}

  private static Options parse(List<String> args) {
    Map<String, String> options = new HashMap<>();
    boolean jspecify = false;
    for (Iterator<String> rest = args.iterator(); rest.hasNext(); ) {
      String option = rest.next();
      if (option.equals("--jspecify")) {
        jspecify = true;
        continue;
      }
      if (!OPTIONS.contains(option)) {
        throw new UsageException("There is no option " + option + ".");
      }
      if (!rest.hasNext()) {
        throw new UsageException("The option " + option + " needs a value.");
      }
      if (options.put(option, rest.next()) != null) {
        throw new UsageException("The option " + option + " is given twice.");
      }
    }
    return new Options(
        Path.of(required(options, "--library")),
        required(options, "--package"),
        Path.of(required(options, "--out")),
        jspecify);
  }

  private static String required(Map<String, String> options, String option) {
    String value = options.get(option);
    if (value == null) {
      throw new UsageException("The option " + option + " is missing.");
    }
    return value;
  }

  private static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }
}
