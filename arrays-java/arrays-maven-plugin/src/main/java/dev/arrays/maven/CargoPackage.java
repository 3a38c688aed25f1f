package dev.arrays.maven;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A crate of a workspace, as {@code cargo metadata} describes it.
 *
 * @param id by which cargo's commands and messages name it, unlike its name unique
 */
record CargoPackage(String id, String name) {

  /**
   * Finds the crate that a build is about.
   *
   * @param metadata the output of {@code cargo metadata --no-deps}
   * @param manifestPath the Cargo.toml the build was configured with
   * @param packageName the configured name, or null
   * @throws CrateBuildException if there is no such crate, or it makes no library that can be
   *     loaded
   */
  static CargoPackage find(JsonObject metadata, Path manifestPath, @Nullable String packageName)
      throws IOException {
    Path realManifest = manifestPath.toRealPath();
    List<String> names = new ArrayList<>();
    for (JsonElement element : metadata.getAsJsonArray("packages")) {
      JsonObject candidate = element.getAsJsonObject();
      String name = candidate.get("name").getAsString();
      Path manifest = Path.of(candidate.get("manifest_path").getAsString());
      boolean wanted =
          packageName == null
              ? Files.exists(manifest) && manifest.toRealPath().equals(realManifest)
              : name.equals(packageName);
      if (wanted) {
        checkMakesLibrary(candidate, name, manifest);
        return new CargoPackage(candidate.get("id").getAsString(), name);
      }
      names.add(name);
    }
    if (packageName == null) {
      throw new CrateBuildException(
          manifestPath
              + " is a workspace without a crate of its own: set <packageName> to one of "
              + names);
    }
    throw new CrateBuildException(
        "The workspace of "
            + manifestPath
            + " has no crate `"
            + packageName
            + "`: set <packageName> to one of "
            + names);
  }

  private static void checkMakesLibrary(JsonObject candidate, String name, Path manifest) {
    for (JsonElement target : candidate.getAsJsonArray("targets")) {
      if (isLoadableLibrary(target.getAsJsonObject())) {
        return;
      }
    }
    throw new CrateBuildException(
        "The crate `%s` makes no library that Java can load: add crate-type = [\"cdylib\"] to [lib] in %s"
            .formatted(name, manifest));
  }

  /** Returns whether a target, in the metadata or in a build message, is a C library. */
  static boolean isLoadableLibrary(JsonObject target) {
    for (JsonElement type : target.getAsJsonArray("crate_types")) {
      if (type.getAsString().equals("cdylib")) {
        return true;
      }
    }
    return false;
  }
}
