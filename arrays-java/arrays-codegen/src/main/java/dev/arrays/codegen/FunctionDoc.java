package dev.arrays.codegen;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the author says of a function, of its parameters and of its result, as the text of Javadoc.
 *
 * <p>Rust's doc comments have no tags. By custom a section {@code # Arguments} lists the
 * parameters, each as {@code * `name` - text}, and a section {@code # Returns} says what is
 * returned, or lists the values of a tuple in the same way.
 *
 * @param lines the lines of the description
 * @param params what is said of parameters, by their Rust names
 * @param result what is said of the result, empty where nothing is
 * @param fields what is said of the values of a tuple, by their Rust names
 */
record FunctionDoc(
    List<String> lines, Map<String, String> params, String result, Map<String, String> fields) {

  private static final Pattern ITEM =
      Pattern.compile(" {0,3}[*+-]\\s+(?:`([^`]+)`\\s*(?:[-–—:]+\\s*)?|(\\w+)\\s*[-–—:]+\\s+)(.*)");
  private static final Set<String> ARGUMENTS = Set.of("arguments", "args", "parameters", "params");
  private static final Set<String> RETURNS = Set.of("returns", "return", "return value");

  /** Takes the sections of parameters and results out of a function's doc comment. */
  static FunctionDoc of(FunctionEntry entry) {
    RustDoc doc = new RustDoc(entry.doc());
    Map<String, String> params = new LinkedHashMap<>();
    Map<String, String> fields = new LinkedHashMap<>();
    Set<String> paramNames =
        entry.params().stream().map(Parameter::name).collect(Collectors.toSet());
    Set<String> fieldNames =
        entry.returns() instanceof Result.Tuple tuple
            ? tuple.fields().stream().map(Result.Field::name).collect(Collectors.toSet())
            : Set.of();
    List<String> lines = new ArrayList<>();
    List<String> result = new ArrayList<>();
    for (List<String> section : sections(doc.lines())) {
      Matcher heading = RustDoc.HEADING.matcher(section.get(0));
      String title = heading.matches() ? heading.group(1).toLowerCase(Locale.ROOT) : "";
      List<String> content = section.subList(1, section.size());
      if (ARGUMENTS.contains(title)) {
        List<String> rest = takeItems(doc, content, paramNames, params);
        if (!isBlank(rest)) {
          lines.add(section.get(0));
          lines.addAll(rest);
        }
      } else if (RETURNS.contains(title) && !(entry.returns() instanceof Result.Nothing)) {
        result.addAll(takeItems(doc, content, fieldNames, fields));
      } else {
        lines.addAll(section);
      }
    }
    return new FunctionDoc(doc.toJava(lines), params, text(doc, result), fields);
  }

  /** Returns the lines up to the first heading, and those from each heading on. */
  private static List<List<String>> sections(List<String> lines) {
    List<List<String>> sections = new ArrayList<>();
    boolean fenced = false;
    for (String line : lines) {
      fenced ^= RustDoc.isFence(line);
      if (sections.isEmpty() || (!fenced && RustDoc.HEADING.matcher(line).matches())) {
        sections.add(new ArrayList<>());
      }
      sections.get(sections.size() - 1).add(line);
    }
    return sections;
  }

  /** Takes the items of the given names out of a list, and returns the other lines. */
  private static List<String> takeItems(
      RustDoc doc, List<String> lines, Set<String> names, Map<String, String> taken) {
    List<String> rest = new ArrayList<>();
    int i = 0;
    while (i < lines.size()) {
      Matcher item = ITEM.matcher(lines.get(i));
      String name = item.matches() ? item.group(1) == null ? item.group(2) : item.group(1) : "";
      if (!names.contains(name)) {
        rest.add(lines.get(i++));
        continue;
      }
      List<String> text = new ArrayList<>(List.of(item.group(3)));
      for (i++; i < lines.size() && isContinued(lines, i); i++) {
        text.add(lines.get(i).strip());
      }
      taken.put(name, text(doc, text));
    }
    return rest;
  }

  /** Returns whether a line belongs to the item of a list that comes before it. */
  private static boolean isContinued(List<String> lines, int at) {
    String line = lines.get(at);
    return line.isBlank()
        ? at + 1 < lines.size() && lines.get(at + 1).startsWith("  ")
        : !ITEM.matcher(line).matches() && (line.startsWith("  ") || !lines.get(at - 1).isBlank());
  }

  /** Returns lines as the text of a tag, on one line. */
  private static String text(RustDoc doc, List<String> lines) {
    return doc.toJava(lines).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static boolean isBlank(List<String> lines) {
    return lines.stream().allMatch(String::isBlank);
  }

  /** Says what the author does, and then what the types do; either may be empty. */
  static String joined(String said, String facts) {
    if (said.isEmpty() || facts.isEmpty()) {
      return said + facts;
    }
    return (said.endsWith(".") ? said.substring(0, said.length() - 1) : said) + "; " + facts;
  }

  /** Says of a parameter what the author does, and nothing where the author does not. */
  String of(Parameter param) {
    return params.getOrDefault(param.name(), "");
  }
}
