package dev.arrays.codegen;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pass that gives each signature of a Java method to one of the functions that share its name.
 */
final class Overloads {
  private Overloads() {}

  /** A method of one of the functions. */
  private record Claim(int function, Overload overload) {}

  /**
   * Keeps the methods of functions with one Java name apart.
   *
   * @throws CodegenException if two functions have a method of the same signature and neither is
   *     the more general one
   */
  static List<FunctionPlan> apart(String className, List<FunctionPlan> plans) {
    Map<List<String>, Claim> owners = new HashMap<>();
    List<Set<Overload>> yielded = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      yielded.add(new HashSet<>());
      for (Overload overload : plans.get(i).overloads()) {
        Claim claim = new Claim(i, overload);
        Claim owner = owners.putIfAbsent(overload.types(), claim);
        if (owner == null) {
          continue;
        }
        if (overload.yieldsTo(owner.overload())) {
          yielded.get(i).add(overload);
        } else if (owner.overload().yieldsTo(overload)) {
          yielded.get(owner.function()).add(owner.overload());
          owners.put(overload.types(), claim);
        } else {
          throw clash(className, plans.get(owner.function()), plans.get(i), overload);
        }
      }
    }
    List<FunctionPlan> apart = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      apart.add(plans.get(i).without(Set.copyOf(yielded.get(i))));
    }
    return apart;
  }

  private static CodegenException clash(
      String className, FunctionPlan first, FunctionPlan second, Overload overload) {
    return new CodegenException(
        ("The Rust functions `%s` and `%s` would both be the Java method %s.%s(%s): rename one of"
                + " them, or give it another Java name with name = …")
            .formatted(
                described(first.entry()),
                described(second.entry()),
                className,
                first.method(),
                String.join(", ", overload.types())));
  }

  /** Names a function, and its types, which tell the instances of a generic one apart. */
  private static String described(FunctionEntry entry) {
    return entry.rustPath()
        + entry.params().stream()
            .map(OverloadNames::type)
            .collect(Collectors.joining(", ", "(", ")"));
  }
}
