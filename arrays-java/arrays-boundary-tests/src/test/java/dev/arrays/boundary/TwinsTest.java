package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.NativeLoadException;
import dev.arrays.NdArray;
import dev.arrays.codegen.Codegen;
import dev.arrays.codegen.CodegenOptions;
import dev.arrays.codegen.Manifest;
import dev.arrays.codegen.ManifestReader;
import dev.arrays.codegen.SourceFile;
import dev.arrays.codegen.SourceFolder;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.apache.maven.plugins.shade.DefaultShader;
import org.apache.maven.plugins.shade.ShadeRequest;
import org.apache.maven.plugins.shade.relocation.Relocator;
import org.apache.maven.plugins.shade.relocation.SimpleRelocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two crates of one name in one program, and builds of one crate that do not belong together: a
/// facade reaches the library it was generated from, or says why not.
class TwinsTest {
  private static final Path CRATE = Path.of("src/test/rust/twin").toAbsolutePath();
  private static final Path TARGET = Path.of("../../arrays-rs/target").toAbsolutePath();
  private static final String FILE = System.mapLibraryName("twin");
  private static final String PROPERTY = "dev.arrays.library.com.first.twin";

  @TempDir static Path libraries;
  private static Path one;
  private static Path two;
  private static Path later;

  @TempDir private Path folder;

  @BeforeAll
  static void compile() throws Exception {
    one = compile("one");
    two = compile("two", "--features", "second");
    later = compile("later", "--features", "second,later");
  }

  private static Path compile(String name, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("cargo", "build", "--quiet", "--offline", "--locked"));
    command.addAll(List.of("--manifest-path", CRATE.resolve("Cargo.toml").toString()));
    command.addAll(List.of("--target-dir", TARGET.toString()));
    command.addAll(List.of(arguments));
    Process cargo = new ProcessBuilder(command).inheritIO().start();
    assertThat(cargo.waitFor()).isZero();
    Path library = Files.createDirectory(libraries.resolve(name)).resolve(FILE);
    return Files.copy(TARGET.resolve("debug").resolve(FILE), library);
  }

  @AfterEach
  void forget() {
    System.clearProperty(PROPERTY);
  }

  @Test
  void twinsOfEqualSignaturesReachTheirOwnLibraries() throws Exception {
    Path first = facade("com.first", one);
    Path second = facade("com.second", two);
    for (List<Path> order : List.of(List.of(first, second), List.of(second, first))) {
      try (URLClassLoader loader = loader(getClass().getClassLoader(), order)) {
        assertThat(which(loader, "com.first")).isEqualTo(1);
        assertThat(which(loader, "com.second")).isEqualTo(2);
      }
    }
  }

  @Test
  void twinsOfOtherSignaturesDoToo() throws Exception {
    Path first = facade("com.first", one);
    Path second = facade("com.second", later);
    for (List<Path> order : List.of(List.of(first, second), List.of(second, first))) {
      try (URLClassLoader loader = loader(getClass().getClassLoader(), order)) {
        assertThat(which(loader, "com.first")).isEqualTo(1);
        assertThat(which(loader, "com.second")).isEqualTo(2);
      }
    }
  }

  /// Relocation renames what begins with a package, in constants and among the resources.
  @Test
  void oneShadedJarHoldsBothAndCore() throws Exception {
    Set<File> jars = new LinkedHashSet<>();
    jars.add(jar(facade("com.first", one), "first.jar"));
    jars.add(jar(facade("com.second", two), "second.jar"));
    jars.add(
        jar(
            Path.of(NdArray.class.getProtectionDomain().getCodeSource().getLocation().toURI()),
            "core.jar"));
    List<List<Relocator>> kinds =
        List.of(
            List.of(),
            List.of(relocator("com.first")),
            List.of(relocator("com"), relocator("dev.arrays"), relocator("twin")));
    for (List<Relocator> relocators : kinds) {
      Path shaded = folder.resolve("shaded-" + relocators.size() + ".jar");
      ShadeRequest request = new ShadeRequest();
      request.setJars(jars);
      request.setUberJar(shaded.toFile());
      request.setFilters(List.of());
      request.setRelocators(relocators);
      request.setResourceTransformers(List.of());
      new DefaultShader().shade(request);

      try (URLClassLoader loader = loader(ClassLoader.getPlatformClassLoader(), List.of(shaded))) {
        assertThat(which(loader, relocated("com.first", relocators))).isEqualTo(1);
        assertThat(which(loader, relocated("com.second", relocators))).isEqualTo(2);
      }
    }
  }

  @Test
  void aLibraryOfAnOlderBuildIsToldByTheNewerFacade() throws Exception {
    Path newer = facade("com.first", later);
    delete(newer.resolve("META-INF"));
    pack(newer, "com.first", one);
    try (URLClassLoader loader = loader(getClass().getClassLoader(), List.of(newer))) {
      assertThatThrownBy(() -> which(loader, "com.first"))
          .isInstanceOf(NativeLoadException.class)
          .hasMessageStartingWith("which: twin: no native library for ")
          .hasMessageContaining(
              "this build of the library is there for no platform: where another build is, build"
                  + " library and classes together again");
    }
  }

  @Test
  void aLibraryOfAnOlderBuildInTheNewersPlaceIsToldToo() throws Exception {
    Path newer = facade("com.first", later);
    try (Stream<Path> files = Files.walk(newer)) {
      for (Path file : files.filter(path -> path.endsWith(FILE)).toList()) {
        Files.copy(one, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    try (URLClassLoader loader = loader(getClass().getClassLoader(), List.of(newer))) {
      assertThatThrownBy(() -> which(loader, "com.first"))
          .isInstanceOf(NativeLoadException.class)
          .hasMessageContaining(" is another one, or of another build: it has the identity ")
          .hasMessageEndingWith("; build library and classes together again");
    }
  }

  @Test
  void anOlderBuildInAParentIsNotTaken() throws Exception {
    Path older = facade("com.first", one);
    Path newer = facade("com.first", later);
    try (URLClassLoader parent = loader(getClass().getClassLoader(), List.of(older));
        URLClassLoader child = new OwnFirst(urls(List.of(newer)), parent)) {
      assertThat(which(child, "com.first")).isEqualTo(2);
      assertThat(which(parent, "com.first")).isEqualTo(1);
    }
  }

  @Test
  void aPropertyNamesTheLibraryOfOneFacade() throws Exception {
    List<Path> both = List.of(facade("com.first", one), facade("com.second", two));
    System.setProperty(PROPERTY, two.toString());
    try (URLClassLoader loader = loader(getClass().getClassLoader(), both)) {
      assertThat(which(loader, "com.first")).isEqualTo(2);
      assertThat(which(loader, "com.second")).isEqualTo(2);
    }
    System.setProperty(PROPERTY, later.toString());
    try (URLClassLoader loader = loader(getClass().getClassLoader(), both)) {
      assertThatThrownBy(() -> which(loader, "com.first"))
          .isInstanceOf(NativeLoadException.class)
          .hasMessageStartingWith(
              "which: twin: the native library from property "
                  + PROPERTY
                  + "="
                  + later
                  + " is another one, or of another build: ");
      assertThat(which(loader, "com.second")).isEqualTo(2);
    }
  }

  /// A loader as those of web applications are: what it has itself comes before its parent's.
  private static final class OwnFirst extends URLClassLoader {
    OwnFirst(URL[] urls, ClassLoader parent) {
      super(urls, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("com.first.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  /// What a jar would hold: the classes of a library, and the library.
  private Path facade(String javaPackage, Path library) throws IOException {
    Path classes = Files.createTempDirectory(folder, javaPackage);
    Path sources = Files.createTempDirectory(folder, "sources");
    List<SourceFile> files = Codegen.generate(ManifestReader.read(library), options(javaPackage));
    SourceFolder.write(sources, files);
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    files.forEach(file -> arguments.add(sources.resolve(file.path()).toString()));
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, arguments.toArray(String[]::new));
    assertThat(status).isZero();
    pack(classes, javaPackage, library);
    return classes;
  }

  private static void pack(Path classes, String javaPackage, Path library) throws IOException {
    Manifest manifest = ManifestReader.read(library);
    Path folder =
        classes.resolve(Codegen.resource(manifest, options(javaPackage))).resolve(platform());
    Files.copy(library, Files.createDirectories(folder).resolve(FILE));
  }

  private static CodegenOptions options(String javaPackage) {
    return new CodegenOptions("twin", javaPackage, false);
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String name = os.startsWith("mac") ? "macos" : os.startsWith("win") ? "windows" : "linux";
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    return name + "-" + (arm ? "aarch64" : "x86_64");
  }

  private static Relocator relocator(String name) {
    return new SimpleRelocator(name, "shaded." + name, List.of(), List.of());
  }

  private static String relocated(String name, List<Relocator> relocators) {
    return relocators.stream()
        .filter(relocator -> relocator.canRelocateClass(name))
        .map(relocator -> relocator.relocateClass(name))
        .findFirst()
        .orElse(name);
  }

  private File jar(Path classes, String name) throws IOException {
    if (Files.isRegularFile(classes)) {
      return classes.toFile();
    }
    Path jar = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, entries);
      }
    }
    return jar.toFile();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  private static URLClassLoader loader(ClassLoader parent, List<Path> classPath)
      throws IOException {
    return new URLClassLoader(urls(classPath), parent);
  }

  private static URL[] urls(List<Path> classPath) throws IOException {
    URL[] urls = new URL[classPath.size()];
    Arrays.setAll(urls, i -> url(classPath.get(i)));
    return urls;
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Object which(ClassLoader loader, String javaPackage) throws Exception {
    try {
      return loader.loadClass(javaPackage + ".Twin").getMethod("which").invoke(null);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
