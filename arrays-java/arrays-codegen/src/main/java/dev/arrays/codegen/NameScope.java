package dev.arrays.codegen;

import java.util.HashSet;
import java.util.Set;

/** The names taken in one scope of Java source. */
final class NameScope {
  private final Set<String> taken = new HashSet<>();

  /** Takes the wanted name, followed by as many underscores as it needs to be a new one. */
  String take(String wanted) {
    String name = wanted;
    while (!taken.add(name)) {
      name += "_";
    }
    return name;
  }
}
