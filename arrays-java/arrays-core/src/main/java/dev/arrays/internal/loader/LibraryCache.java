package dev.arrays.internal.loader;

import java.io.File;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// A folder of unpacked libraries, named by their content, that belongs to one user.
///
/// 1. No other user but the administrator can write to the folder or below it, so a file that was
///    checked stays as it is.
/// 2. A file gets its name by an atomic move, so no process sees half of it.
/// 3. A file is used only after its whole content was compared with the library.
///
/// Nothing is written where the library already lies: the folder may be read-only then.
final class LibraryCache {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
  private static final int HASH_DIGITS = 32;
  private static final Integer ADMINISTRATOR = 0;

  /// A text, for it may name no path on this system, which is one more reason to try the next.
  private final String root;

  /// Whether each library gets a fresh folder in the root, for this process only.
  private final boolean temporary;

  private LibraryCache(String root, boolean temporary) {
    this.root = root;
    this.temporary = temporary;
  }

  /// The folders to try in turn.
  static List<LibraryCache> candidates() {
    String root = root();
    LibraryCache fresh = in(System.getProperty("java.io.tmpdir"));
    return root == null ? List.of(fresh) : List.of(at(root), fresh);
  }

  /// The cache in a folder.
  static LibraryCache at(String root) {
    return new LibraryCache(root, false);
  }

  /// What serves as a cache where there is none: a fresh folder in this one for each library.
  static LibraryCache in(String folder) {
    return new LibraryCache(folder, true);
  }

  /// Makes sure that the folder holds a file with this content.
  ///
  /// @param hash the content's SHA-256
  /// @return the file
  /// @throws IOException when the folder cannot be used, or is open to others
  Path place(String fileName, byte[] content, String hash) throws IOException {
    Path folder = Path.of(root).toAbsolutePath();
    if (temporary) {
      return placeInFreshFolder(folder, fileName, content);
    }
    createPrivate(folder);
    Path libraries = createPrivate(folder.resolve("native"));
    Path own = createPrivate(libraries.resolve(hash.substring(0, HASH_DIGITS)));
    Path file = own.resolve(fileName);
    if (!holds(file, content)) {
      write(file, content);
      checkHolds(file, content);
    }
    return file;
  }

  /// Takes back what was placed and is of no use: a file for this process only.
  void discard(Path file) {
    if (temporary) {
      deleteWithFolder(file);
    }
  }

  @Override
  public String toString() {
    return temporary ? "in " + root : root;
  }

  private static @Nullable String root() {
    String property = System.getProperty("dev.arrays.cache");
    if (property != null) {
      return property;
    }
    String base =
        switch (Platform.current().os()) {
          case "windows" -> System.getenv("LOCALAPPDATA");
          case "macos" -> home("/Library/Caches");
          default -> {
            String xdg = absolute(System.getenv("XDG_CACHE_HOME"));
            yield xdg == null ? home("/.cache") : xdg;
          }
        };
    return base == null || base.isEmpty() ? null : base + File.separator + "arrays";
  }

  private static @Nullable String home(String below) {
    String home = absolute(System.getProperty("user.home"));
    return home == null ? null : home + below;
  }

  /// A relative path is ignored, as the XDG specification asks.
  private static @Nullable String absolute(@Nullable String path) {
    return path != null && path.startsWith("/") ? path : null;
  }

  private static Path placeInFreshFolder(Path parent, String fileName, byte[] content)
      throws IOException {
    Path folder = parent.resolve("arrays-native-" + randomName());
    if (isPosix(parent)) {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
    } else {
      Files.createDirectory(folder);
    }
    Path file = folder.resolve(fileName);
    try {
      Files.write(file, content);
      checkHolds(file, content);
    } catch (IOException | RuntimeException e) {
      deleteWithFolder(file);
      throw e;
    }
    // Deleted in reverse order: first the file.
    folder.toFile().deleteOnExit();
    file.toFile().deleteOnExit();
    return file;
  }

  private static void deleteWithFolder(Path file) {
    // What cannot be deleted says nothing about why the folder is of no use.
    if (file.toFile().delete() || !Files.exists(file)) {
      file.resolveSibling("").toFile().delete();
    }
  }

  private static Path createPrivate(Path folder) throws IOException {
    if (!isPosix(folder)) {
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

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /// The system properties are not asked who this process' user is: they may say anything.
  private static void checkOwner(Path folder) throws IOException {
    Object owner = user(folder);
    Path process = Path.of("/proc/self");
    if (owner.equals(ADMINISTRATOR) || (Files.exists(process) && owner.equals(user(process)))) {
      return;
    }
    // Where nothing else tells: a new file's owner is this process' user.
    Path probe = Files.createFile(folder.resolve(".owner-" + randomName()));
    try {
      if (!owner.equals(user(probe))) {
        throw new IOException(
            folder + " belongs to the user " + Files.getOwner(folder) + ", not to this one");
      }
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  private static Object user(Path path) throws IOException {
    return Files.getAttribute(path, "unix:uid");
  }

  private static void checkHolds(Path file, byte[] content) throws IOException {
    if (!holds(file, content)) {
      throw new IOException(file + " does not hold what was written to it");
    }
  }

  private static boolean holds(Path file, byte[] content) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) == content.length
        && Arrays.equals(Files.readAllBytes(file), content);
  }

  private static void write(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(".unpack-" + randomName());
    try {
      Files.write(temporary, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException | FileAlreadyExistsException e) {
      throw new IOException("cannot move a file atomically to " + file, e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /// The JDK's own temporary names are of no use: their class stays broken for good where the
  /// folder for temporary files is no path on this system.
  private static String randomName() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  static String sha256(byte[] content) {
    return HexFormat.of().formatHex(LibraryIdentity.sha256().digest(content));
  }
}
