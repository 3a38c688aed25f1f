package dev.arrays.maven;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * Runs cargo and reads what it reports in its own formats, never guessing where it puts a file:
 * workspaces, profiles, targets and a configured target folder all move it.
 */
final class Cargo {
  private final String executable;
  private final Path folder;
  private final Log log;

  /**
   * Prepares to run cargo.
   *
   * @param folder where to run it, which decides the configuration files it reads
   * @param log where its diagnostics go
   */
  Cargo(String executable, Path folder, Log log) {
    this.executable = executable;
    this.folder = folder;
    this.log = log;
  }

  /**
   * Returns the crates of the workspace that a Cargo.toml belongs to. Without dependencies cargo
   * reads no lock file, so {@code --locked} among the arguments of the build has nothing to forbid.
   */
  JsonObject metadata(Path manifestPath, boolean offline) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "metadata",
                "--format-version",
                "1",
                "--no-deps",
                "--manifest-path",
                manifestPath.toString()));
    if (offline) {
      arguments.add("--offline");
    }
    StringBuilder output = new StringBuilder();
    run(arguments, output::append);
    return json(output.toString());
  }

  /**
   * Builds a crate's library.
   *
   * @param target the target triple, or null for what cargo's configuration says
   * @return the file of the library, of which there is one for each target
   */
  Set<Path> build(CrateBuildSettings settings, CargoPackage crate, @Nullable String target) {
    Set<Path> libraries = new LinkedHashSet<>();
    run(
        buildArguments(settings, crate, target),
        line -> {
          JsonObject message = message(line);
          if (message != null) {
            libraries.addAll(libraries(message, crate));
          } else {
            // Procedural macros, and build scripts where cargo is verbose, print here too.
            log.info(line);
          }
        });
    if (libraries.isEmpty()) {
      throw new CrateBuildException(
          "cargo reported no library for the crate `" + crate.name() + "`: check <cargoArgs>");
    }
    return libraries;
  }

  private static List<String> buildArguments(
      CrateBuildSettings settings, CargoPackage crate, @Nullable String target) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "build",
                "--message-format",
                "json-render-diagnostics",
                "--manifest-path",
                settings.manifestPath().toString(),
                "--package",
                crate.id(),
                "--lib",
                "--profile",
                settings.profile()));
    if (!settings.features().isEmpty()) {
      arguments.addAll(List.of("--features", String.join(",", settings.features())));
    }
    if (settings.allFeatures()) {
      arguments.add("--all-features");
    }
    if (settings.noDefaultFeatures()) {
      arguments.add("--no-default-features");
    }
    if (target != null) {
      arguments.addAll(List.of("--target", target));
    }
    if (settings.offline()) {
      arguments.add("--offline");
    }
    arguments.addAll(settings.cargoArgs());
    return arguments;
  }

  /**
   * Returns the loadable files of a build message, of which a platform may add import libraries.
   */
  private static List<Path> libraries(JsonObject message, CargoPackage crate) {
    List<Path> libraries = new ArrayList<>();
    if (message.getAsJsonPrimitive("reason").getAsString().equals("compiler-artifact")
        && message.get("package_id").getAsString().equals(crate.id())
        && CargoPackage.isLoadableLibrary(message.getAsJsonObject("target"))) {
      for (JsonElement file : message.getAsJsonArray("filenames")) {
        String name = file.getAsString();
        if (name.endsWith(".so") || name.endsWith(".dylib") || name.endsWith(".dll")) {
          libraries.add(Path.of(name));
        }
      }
    }
    return libraries;
  }

  /** Returns a message of cargo's, or null for a line that is none. */
  private static @Nullable JsonObject message(String line) {
    if (!line.startsWith("{")) {
      return null;
    }
    try {
      JsonObject message = JsonParser.parseString(line).getAsJsonObject();
      return message.get("reason") instanceof JsonPrimitive reason && reason.isString()
          ? message
          : null;
    } catch (JsonParseException e) {
      return null;
    }
  }

  private JsonObject json(String text) {
    try {
      return JsonParser.parseString(text).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new CrateBuildException(executable + " printed what is not JSON: " + text, e);
    }
  }

  /**
   * Runs a command; its output goes to the consumer, its diagnostics to the log.
   *
   * <p>Both are read to their ends whatever happens: cargo would wait for a reader that stopped,
   * and what it has to say would be lost. What goes wrong in either reader is thrown in the end.
   */
  private void run(List<String> arguments, Consumer<String> output) {
    List<String> command = new ArrayList<>(List.of(executable));
    command.addAll(arguments);
    log.debug(String.join(" ", command));
    Process process = start(command);
    LineReader lines = new LineReader(process.getInputStream(), output);
    LineReader diagnostics = new LineReader(process.getErrorStream(), new Diagnostics(log));
    Thread thread = new Thread(diagnostics, "cargo's diagnostics");
    thread.setDaemon(true);
    thread.start();
    try {
      lines.run();
      int status = process.waitFor();
      thread.join();
      if (status != 0) {
        throw new CrateBuildException(
            "%s %s failed with status %d: its messages are above"
                .formatted(executable, arguments.get(0), status),
            firstOf(lines.failure(), diagnostics.failure()));
      }
      Throwable failure = firstOf(lines.failure(), diagnostics.failure());
      if (failure != null) {
        throw new CrateBuildException(
            "Cannot read what " + executable + " says: " + failure, failure);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CrateBuildException("Interrupted while " + executable + " ran", e);
    } finally {
      process.destroy();
    }
  }

  private static @Nullable Throwable firstOf(@Nullable Throwable one, @Nullable Throwable other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    one.addSuppressed(other);
    return one;
  }

  private Process start(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new CrateBuildException(
          "Cannot run `"
              + executable
              + "`: install Rust with rustup (https://rustup.rs), or name the executable with"
              + " -Darrays.cargo=<path>",
          e);
    }
  }

  /** Logs each diagnostic at its level, and nothing when there was nothing to do. */
  private static final class Diagnostics implements Consumer<String> {
    private static final int VERB_END = 12;
    private static final Pattern VERB = Pattern.compile(" *\\p{Lu}\\p{Ll}+");

    private final Log log;
    private Consumer<CharSequence> level;

    Diagnostics(Log log) {
      this.log = log;
      this.level = log::info;
    }

    @Override
    public void accept(String line) {
      if (line.startsWith("error")) {
        level = log::error;
      } else if (line.startsWith("warning")) {
        level = log::warn;
      } else if (isProgress(line)) {
        level = line.strip().startsWith("Finished") ? log::debug : log::info;
      }
      level.accept(line);
    }

    /** Progress, such as " Compiling model v0.1.0", is a verb that ends in the twelfth column. */
    private static boolean isProgress(String line) {
      return line.length() > VERB_END
          && line.charAt(VERB_END) == ' '
          && VERB.matcher(line.substring(0, VERB_END)).matches();
    }
  }
}
