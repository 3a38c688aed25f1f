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

  /** What the names of classes that generated code uses begin with, where they are written out. */
  private static final Set<String> ROOT_PACKAGES = Set.of("java", "dev", "org");

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
    if (camel.isEmpty()) {
      // A single underscore is a word of the language.
      return "__";
    }
    return SourceVersion.isIdentifier(camel) ? camel.toString() : "_" + camel;
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

  /**
   * Returns a name for a variable: the given one, with an underscore if Java reserves it, or if
   * generated code could mean something else by it.
   *
   * <p>Where a name may be that of a variable, a class or a package, it is the variable's. The
   * names of classes and constants begin with an upper-case letter and have more than one; packages
   * are named only by what begins with {@code java}, {@code dev} or {@code org}.
   */
  static String variable(String name) {
    boolean isLikeClass = name.length() > 1 && Character.isUpperCase(name.codePointAt(0));
    return isLikeClass || ROOT_PACKAGES.contains(name) ? name + "_" : unreserved(name);
  }

  private static String unreserved(String name) {
    // No method of the name `yield` can be called without its class.
    boolean isReserved =
        name.equals("yield") || SourceVersion.isKeyword(name, SourceVersion.latest());
    return isReserved ? name + "_" : name;
  }

  /** Returns a name for a static method or a record component. */
  static String method(String name) {
    return METHODS_OF_OBJECT.contains(name) ? name + "_" : unreserved(name);
  }

  /** Returns whether a string is a package name such as {@code com.acme.model}. */
  static boolean isPackage(String name) {
    return SourceVersion.isName(name, SourceVersion.latest());
  }
}
