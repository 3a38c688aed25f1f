package dev.arrays.internal.loader;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A folder of unpacked libraries, named by their content, that belongs to one user.
///
/// 1. No other user can write to the folder or below it, so a file that was checked stays as it is.
/// 2. A file gets its name by an atomic move, so no process sees half of it.
/// 3. A file is used only after its whole content was compared with the library.
final class LibraryCache {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
  private static final int HASH_DIGITS = 32;

  /// The folder, null for a fresh temporary one.
  private final @Nullable Path root;

  private LibraryCache(@Nullable Path root) {
    this.root = root;
  }

  /// The folders to try in turn; the last is a fresh one for this process only.
  static List<LibraryCache> candidates() {
    Path root = root();
    LibraryCache temporary = new LibraryCache(null);
    return root == null ? List.of(temporary) : List.of(new LibraryCache(root), temporary);
  }

  static LibraryCache at(Path root) {
    return new LibraryCache(root);
  }

  /// Makes sure that the folder holds a file with this content.
  ///
  /// @return the file
  /// @throws IOException when the folder cannot be used, or is open to others
  Path place(String fileName, byte[] content) throws IOException {
    if (root == null) {
      return placeInTemporaryFolder(fileName, content);
    }
    createPrivate(root);
    Path libraries = createPrivate(root.resolve("native"));
    Path folder = createPrivate(libraries.resolve(sha256(content).substring(0, HASH_DIGITS)));
    Path file = folder.resolve(fileName);
    if (!holds(file, content)) {
      write(file, content);
      if (!holds(file, content)) {
        throw new IOException(file + " does not hold what was written to it");
      }
    }
    return file;
  }

  @Override
  public String toString() {
    return root == null ? "in " + System.getProperty("java.io.tmpdir") : root.toString();
  }

  private static @Nullable Path root() {
    String property = System.getProperty("dev.arrays.cache");
    if (property != null) {
      return Path.of(property).toAbsolutePath();
    }
    Path base =
        switch (Platform.current().os()) {
          case "windows" -> folder(System.getenv("LOCALAPPDATA"));
          case "macos" -> home("Library", "Caches");
          default -> {
            Path xdg = folder(System.getenv("XDG_CACHE_HOME"));
            yield xdg == null ? home(".cache") : xdg;
          }
        };
    return base == null ? null : base.resolve("arrays");
  }

  private static @Nullable Path home(String first, String... more) {
    Path home = folder(System.getProperty("user.home"));
    return home == null ? null : home.resolve(Path.of(first, more));
  }

  /// A relative path is ignored, as the XDG specification asks.
  private static @Nullable Path folder(@Nullable String path) {
    if (path == null || path.isEmpty()) {
      return null;
    }
    Path folder = Path.of(path);
    return folder.isAbsolute() ? folder : null;
  }

  private static Path placeInTemporaryFolder(String fileName, byte[] content) throws IOException {
    Path folder = Files.createTempDirectory("arrays-native-");
    Path file = folder.resolve(fileName);
    // Deleted in reverse order: first the file.
    folder.toFile().deleteOnExit();
    file.toFile().deleteOnExit();
    Files.write(file, content);
    return file;
  }

  private static Path createPrivate(Path folder) throws IOException {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (!posix) {
      return Files.createDirectories(folder);
    }
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
    }
    var permissions = Files.getPosixFilePermissions(folder);
    if (permissions.stream().anyMatch(WRITABLE_BY_OTHERS::contains)) {
      throw new IOException(
          folder
              + " has the permissions "
              + PosixFilePermissions.toString(permissions)
              + ", so others could replace libraries in it; call chmod 700 on it");
    }
    checkOwner(folder);
    return folder;
  }

  /// A new file's owner is this process' user, whatever the system properties say.
  private static void checkOwner(Path folder) throws IOException {
    Path probe = Files.createTempFile(folder, ".owner-", "");
    try {
      if (!Files.getOwner(probe, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(folder))) {
        throw new IOException(
            folder + " belongs to the user " + Files.getOwner(folder) + ", not to this one");
      }
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  private static boolean holds(Path file, byte[] content) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) == content.length
        && Arrays.equals(Files.readAllBytes(file), content);
  }

  private static void write(Path file, byte[] content) throws IOException {
    Path temporary = Files.createTempFile(file.resolveSibling(""), ".unpack-", "");
    try {
      Files.write(temporary, content);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException | FileAlreadyExistsException e) {
      throw new IOException("cannot move a file atomically to " + file, e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
