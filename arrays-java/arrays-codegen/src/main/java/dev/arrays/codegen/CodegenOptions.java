package dev.arrays.codegen;

/**
 * What a facade is called and which annotations it bears.
 *
 * @param libraryName the name of the native library without prefix and suffix, such as {@code
 *     model}
 * @param javaPackage the package of the classes
 * @param jspecify whether the classes bear JSpecify's annotations, which the project then depends
 *     on
 */
public record CodegenOptions(String libraryName, String javaPackage, boolean jspecify) {

  /** Checks the package. */
  public CodegenOptions {
    if (!JavaNames.isPackage(javaPackage)) {
      throw new CodegenException(
          "`%s` is not a Java package name: give one such as com.acme.model"
              .formatted(javaPackage));
    }
  }
}
