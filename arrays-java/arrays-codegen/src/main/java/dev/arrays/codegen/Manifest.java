package dev.arrays.codegen;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a library says of itself: the entries of its manifest, in a fixed order (modules by path,
 * functions by path), so that two libraries built from the same source have equal manifests
 * whatever their platform.
 */
public final class Manifest {
  private final List<ModuleEntry> modules;
  private final List<FunctionEntry> functions;

  /** The JSON of each entry, as it lies in the library. */
  private final SortedSet<byte[]> json = new TreeSet<>(Arrays::compareUnsigned);

  Manifest(List<ModuleEntry> modules, List<FunctionEntry> functions, Collection<byte[]> json) {
    this.modules = List.copyOf(modules);
    this.functions = List.copyOf(functions);
    this.json.addAll(json);
  }

  List<ModuleEntry> modules() {
    return modules;
  }

  List<FunctionEntry> functions() {
    return functions;
  }

  /**
   * Returns the identity of the library for the classes of a package: equal on all platforms, and
   * another one as soon as an exported function, its documentation or the crate's version is.
   *
   * <p>{@code docs/abi.md} defines it, for the loader computes it too.
   *
   * @param javaPackage the package of the classes
   */
  String identity(String javaPackage) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    digest.update(javaPackage.getBytes(StandardCharsets.UTF_8));
    json.forEach(digest::update);
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Manifest that
        && modules.equals(that.modules)
        && functions.equals(that.functions)
        && json.equals(that.json);
  }

  @Override
  public int hashCode() {
    return 31 * modules.hashCode() + functions.hashCode();
  }

  /** Returns the paths of the functions, for messages. */
  @Override
  public String toString() {
    return functions.stream().map(FunctionEntry::rustPath).toList().toString();
  }
}
