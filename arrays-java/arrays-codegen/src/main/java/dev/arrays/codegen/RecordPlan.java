package dev.arrays.codegen;

import java.util.List;

/**
 * A record that a facade returns.
 *
 * @param name its simple name
 * @param components its components, in order
 */
record RecordPlan(String name, List<Component> components) {

  /**
   * One component.
   *
   * @param type its Java type
   * @param name its Java name
   * @param doc what it is, for Javadoc
   */
  record Component(String type, String name, String doc) {}
}
