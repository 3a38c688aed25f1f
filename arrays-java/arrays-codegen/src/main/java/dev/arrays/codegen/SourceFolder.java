package dev.arrays.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A source root that generated files are written to. Files that would not change keep their time,
 * so that an incremental build stays one, and files of an earlier run that no module stands behind
 * any more are deleted; a file that was not generated is never touched.
 */
public final class SourceFolder {
  private SourceFolder() {}

  /**
   * Makes the generated files of a folder the given ones.
   *
   * @param root the source root
   * @param files what it shall hold
   * @return whether anything changed
   * @throws CodegenException if a file is in the way that was not generated
   * @throws IOException if the folder cannot be written
   */
  public static boolean write(Path root, List<SourceFile> files) throws IOException {
    boolean changed = false;
    Set<Path> written = new HashSet<>();
    for (SourceFile file : files) {
      Path path = root.resolve(file.path());
      written.add(path);
      if (Files.exists(path)) {
        String existing = Files.readString(path);
        if (existing.equals(file.text())) {
          continue;
        }
        if (!existing.startsWith(ClassWriter.MARK)) {
          throw new CodegenException(
              path
                  + " was not generated and would be overwritten: move it, or choose another package");
        }
      }
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.text());
      changed = true;
    }
    return deleteStale(root, written) || changed;
  }

  private static boolean deleteStale(Path root, Set<Path> written) throws IOException {
    if (!Files.isDirectory(root)) {
      return false;
    }
    boolean deleted = false;
    List<Path> sources;
    try (Stream<Path> paths = Files.walk(root)) {
      sources = paths.filter(path -> path.toString().endsWith(".java")).toList();
    }
    for (Path source : sources) {
      if (!written.contains(source) && Files.readString(source).startsWith(ClassWriter.MARK)) {
        Files.delete(source);
        deleted = true;
      }
    }
    return deleted;
  }
}
