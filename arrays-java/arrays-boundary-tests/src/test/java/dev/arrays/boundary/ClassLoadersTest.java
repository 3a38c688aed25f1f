package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.NdArray;
import dev.arrays.fixtures.Lifetimes;
import dev.arrays.testing.ChildJvm;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A library in two class loaders at once, and out of the process with them: what an application
/// server does when it deploys a program again. In a JVM of its own, where nothing else has loaded
/// the library.
@EnabledOnOs(OS.LINUX) // What is mapped is read from /proc.
class ClassLoadersTest {

  /// What the child JVMs run. Its own class loader has the facade too, but never uses it.
  public static final class Program {
    public static void main(String[] args) throws Exception {
      URL facade = location(Lifetimes.class);
      URL core = location(NdArray.class);
      ClassLoader platform = ClassLoader.getPlatformClassLoader();
      boolean shared = args[0].equals("shared core");
      ClassLoader parent = shared ? new URLClassLoader(new URL[] {core}, platform) : platform;
      URL[] own = shared ? new URL[] {facade} : new URL[] {facade, core};

      say("at first " + isMapped());
      Object kept = useTwo(own, parent);
      say("with a result " + isMappedAfterCollection(true));
      say("reads " + kept);
      kept = null;
      say("at last " + isMappedAfterCollection(false));
    }

    /// Loads the facade twice, calls both in turns, and returns a result of the first.
    private static Object useTwo(URL[] urls, ClassLoader parent) throws Exception {
      try (var one = new URLClassLoader(urls, parent);
          var other = new URLClassLoader(urls, parent)) {
        Object first = filled(one, 1);
        Object second = filled(other, 2);
        Object third = filled(one, 3);
        say("reads " + first + " " + second + " " + third);
        say("one class " + (type(one) == type(other)));
        return third;
      }
    }

    private static Class<?> type(ClassLoader loader) throws Exception {
      return loader.loadClass(Lifetimes.class.getName());
    }

    private static Object filled(ClassLoader loader, double value) throws Exception {
      return type(loader).getMethod("filled", long.class, double.class).invoke(null, 2, value);
    }

    private static URL location(Class<?> type) {
      return type.getProtectionDomain().getCodeSource().getLocation();
    }

    private static boolean isMappedAfterCollection(boolean expected) throws Exception {
      for (int i = 0; i < 50; i++) {
        System.gc();
        Thread.sleep(20);
        if (!expected && !isMapped()) {
          return false;
        }
      }
      return isMapped();
    }

    private static boolean isMapped() throws IOException {
      return Files.readString(Path.of("/proc/self/maps")).contains("arrays_fixtures");
    }

    private static void say(String line) {
      System.out.println(line);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared core", "a core each"})
  void aLibraryIsUnloadedWithItsLastClassLoaderAndResult(String layout) throws Exception {
    ChildJvm.Exit exit =
        ChildJvm.run(
            List.of(
                "--enable-native-access=ALL-UNNAMED",
                // The JDK's own caches refer to classes softly, until memory is scarce.
                "-XX:SoftRefLRUPolicyMSPerMB=0"),
            Program.class,
            layout);
    assertThat(exit.exitCode()).as(exit.output()).isZero();
    assertThat(exit.output())
        .isEqualTo(
            """
            at first false
            reads [1. 1.] [2. 2.] [3. 3.]
            one class false
            with a result true
            reads [3. 3.]
            at last false
            """);
  }
}
