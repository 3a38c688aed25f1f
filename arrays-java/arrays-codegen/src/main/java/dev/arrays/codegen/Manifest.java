package dev.arrays.codegen;

import java.util.List;

/**
 * What a library says of itself: the entries of its manifest, in a fixed order (modules by path,
 * functions by path), so that two libraries built from the same source have equal manifests
 * whatever their platform.
 */
public final class Manifest {
  private final List<ModuleEntry> modules;
  private final List<FunctionEntry> functions;

  Manifest(List<ModuleEntry> modules, List<FunctionEntry> functions) {
    this.modules = List.copyOf(modules);
    this.functions = List.copyOf(functions);
  }

  List<ModuleEntry> modules() {
    return modules;
  }

  List<FunctionEntry> functions() {
    return functions;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Manifest that
        && modules.equals(that.modules)
        && functions.equals(that.functions);
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
