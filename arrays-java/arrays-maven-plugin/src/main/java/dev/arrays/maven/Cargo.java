package dev.arrays.maven;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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

  /** Returns the target triple that cargo builds for unless told otherwise. */
  String hostTriple() {
    List<String> lines = new ArrayList<>();
    run(List.of("-vV"), lines::add);
    return lines.stream()
        .filter(line -> line.startsWith("host: "))
        .map(line -> line.substring("host: ".length()).strip())
        .findFirst()
        .orElseThrow(
            () -> new CrateBuildException(executable + " -vV does not name its host: " + lines));
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
   * @param target the target triple, or null for the host
   * @return the file of the library
   */
  Path build(CrateBuildSettings settings, CargoPackage crate, @Nullable String target) {
    List<Path> libraries = new ArrayList<>();
    run(
        buildArguments(settings, crate, target),
        line -> {
          // A build script or a compiler plugin may print lines of its own.
          if (line.startsWith("{")) {
            libraries.addAll(libraries(json(line), crate));
          }
        });
    if (libraries.isEmpty()) {
      throw new CrateBuildException(
          "cargo reported no library for the crate `" + crate.name() + "`: check <cargoArgs>");
    }
    return libraries.get(libraries.size() - 1);
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
    if (message.get("reason").getAsString().equals("compiler-artifact")
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

  private JsonObject json(String text) {
    try {
      return JsonParser.parseString(text).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new CrateBuildException(executable + " printed what is not JSON: " + text, e);
    }
  }

  /** Runs a command; its output goes to the consumer, its diagnostics to the log. */
  private void run(List<String> arguments, Consumer<String> output) {
    List<String> command = new ArrayList<>(List.of(executable));
    command.addAll(arguments);
    log.debug(String.join(" ", command));
    Process process = start(command);
    Thread diagnostics =
        new Thread(
            () -> forEachLine(process.errorReader(StandardCharsets.UTF_8), new Diagnostics(log)));
    diagnostics.setDaemon(true);
    diagnostics.start();
    try {
      forEachLine(process.inputReader(StandardCharsets.UTF_8), output);
      int status = process.waitFor();
      diagnostics.join();
      if (status != 0) {
        throw new CrateBuildException(
            "%s %s failed with status %d: its messages are above"
                .formatted(executable, arguments.get(0), status));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CrateBuildException("Interrupted while " + executable + " ran", e);
    } finally {
      process.destroy();
    }
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

  private static void forEachLine(BufferedReader reader, Consumer<String> consumer) {
    try (reader) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        consumer.accept(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Logs each diagnostic at its level, and nothing when there was nothing to do. */
  private static final class Diagnostics implements Consumer<String> {
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
      } else if (line.startsWith("   ") && Character.isUpperCase(line.stripLeading().charAt(0))) {
        // Progress, such as "   Compiling model v0.1.0", is indented by its alignment.
        level = line.strip().startsWith("Finished") ? log::debug : log::info;
      }
      level.accept(line);
    }
  }
}
