package dev.arrays.codegen;

import java.util.Set;
import javax.lang.model.SourceVersion;

/** What may be a name in Java, and how a Rust name becomes one. */
final class JavaNames {
  /** A static method with the signature of one of these does not compile. */
  private static final Set<String> METHODS_OF_OBJECT =
      Set.of(
          "clone",
          "equals",
          "finalize",
          "getClass",
          "hashCode",
          "notify",
          "notifyAll",
          "toString",
          "wait");

  private JavaNames() {}

  /** Turns {@code rolling_mean} or {@code rolling-mean} into {@code RollingMean}. */
  static String upperCamel(String name) {
    StringBuilder camel = new StringBuilder();
    boolean startsWord = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_' || !(Character.isJavaIdentifierPart(c) || Character.isSurrogate(c))) {
        startsWord = true;
      } else {
        camel.append(startsWord ? Character.toUpperCase(c) : c);
        startsWord = false;
      }
    }
    return camel.isEmpty() || !SourceVersion.isIdentifier(camel) ? "_" + camel : camel.toString();
  }

  /**
   * Returns a name for a class that programs do not see. The file of a class bears its name, and
   * not every system has files with names outside ASCII.
   */
  static String ascii(String name) {
    StringBuilder ascii = new StringBuilder();
    name.chars()
        .forEach(c -> ascii.append(c < 128 ? String.valueOf((char) c) : "u%04x".formatted(c)));
    return ascii.toString();
  }

  /** Returns a name for a variable: the given one, with an underscore if Java reserves it. */
  static String variable(String name) {
    return SourceVersion.isKeyword(name, SourceVersion.latest()) ? name + "_" : name;
  }

  /** Returns a name for a static method or a record component. */
  static String method(String name) {
    return METHODS_OF_OBJECT.contains(name) ? name + "_" : variable(name);
  }

  /** Returns whether a string is a package name such as {@code com.acme.model}. */
  static boolean isPackage(String name) {
    return SourceVersion.isName(name, SourceVersion.latest());
  }
}
