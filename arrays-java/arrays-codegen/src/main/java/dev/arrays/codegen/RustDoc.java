package dev.arrays.codegen;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pass that turns a Rust doc comment into the text of a Markdown doc comment of Java.
 *
 * <p>Both are Markdown, and differ where this class works: links to Rust items become code, since
 * Java has no such item; headings become bold lines, since a member's documentation has its place
 * in the page's outline already; code fences say that they hold Rust and lose their hidden lines;
 * and what javadoc would take for a tag, an element or a link is escaped.
 */
final class RustDoc {
  private static final Pattern FENCE = Pattern.compile("\\s*(```+|~~~+)\\s*(.*)");
  static final Pattern HEADING = Pattern.compile(" {0,3}#{1,6}\\s+(.*?)\\s*#*\\s*");
  private static final Pattern DEFINITION = Pattern.compile(" {0,3}\\[([^]]+)]:\\s*(\\S+).*");
  private static final Pattern AUTOLINK = Pattern.compile("<(?:https?|mailto):[^<>\\s]*>");
  private static final Set<String> RUST_FENCE_WORDS =
      Set.of("", "rust", "no_run", "should_panic", "compile_fail", "standalone", "custom");

  private final List<String> lines;
  private final Map<String, String> webReferences = new HashMap<>();

  /** Reads a doc comment. */
  RustDoc(String doc) {
    this.lines = dedent(doc.strip().isEmpty() ? List.of() : doc.lines().toList());
    for (String line : lines) {
      Matcher definition = DEFINITION.matcher(line);
      if (definition.matches() && isWeb(definition.group(2))) {
        webReferences.put(key(definition.group(1)), definition.group(2));
      }
    }
  }

  /** Returns the lines of the Java doc comment, without their leading slashes. */
  static List<String> toJava(String doc) {
    RustDoc rust = new RustDoc(doc);
    return rust.toJava(rust.lines);
  }

  /** Returns the lines of the Rust doc comment. */
  List<String> lines() {
    return lines;
  }

  /** Returns whether a line begins or ends a block of code. */
  static boolean isFence(String line) {
    return FENCE.matcher(line).matches();
  }

  /** Returns some lines of the comment as those of the Java doc comment. */
  List<String> toJava(List<String> lines) {
    List<String> out = new ArrayList<>();
    List<String> prose = new ArrayList<>();
    int i = 0;
    while (i < lines.size()) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (!fence.matches()) {
        prose.add(lines.get(i++));
        continue;
      }
      flush(prose, out);
      i = copyFence(lines, i, fence.group(1), fence.group(2), out);
    }
    flush(prose, out);
    return withoutOuterBlankLines(out);
  }

  private static int copyFence(
      List<String> lines, int start, String marker, String info, List<String> out) {
    String language = language(info);
    out.add(marker + language);
    int i = start + 1;
    for (; i < lines.size(); i++) {
      String line = lines.get(i);
      String stripped = line.strip();
      if (stripped.startsWith(marker) && stripped.replace(marker.substring(0, 1), "").isEmpty()) {
        i++;
        break;
      }
      if (!language.equals("rust")) {
        out.add(line);
      } else if (stripped.startsWith("##")) {
        out.add(line.replaceFirst("##", "#"));
      } else if (!stripped.equals("#") && !stripped.startsWith("# ")) {
        out.add(line);
      }
    }
    out.add(marker);
    return i;
  }

  /** Rustdoc takes a fence for Rust unless it names another language. */
  private static String language(String info) {
    String first = info.split("[,\\s]", 2)[0].toLowerCase(Locale.ROOT);
    boolean rust =
        RUST_FENCE_WORDS.contains(first)
            || first.startsWith("ignore")
            || first.startsWith("edition");
    return rust ? "rust" : first;
  }

  private void flush(List<String> prose, List<String> out) {
    if (prose.isEmpty()) {
      return;
    }
    List<String> kept = new ArrayList<>();
    for (String line : prose) {
      Matcher heading = HEADING.matcher(line);
      Matcher definition = DEFINITION.matcher(line);
      if (heading.matches()) {
        kept.add("");
        kept.add("**" + heading.group(1) + "**");
        kept.add("");
      } else if (!definition.matches()) {
        kept.add(line.stripTrailing());
      }
    }
    for (String line : inline(String.join("\n", kept)).split("\n", -1)) {
      boolean repeatsBlank = line.isEmpty() && (out.isEmpty() || out.get(out.size() - 1).isEmpty());
      if (!repeatsBlank) {
        out.add(line);
      }
    }
    prose.clear();
  }

  /** Converts prose, whose code spans and links may go over the end of a line. */
  private String inline(String text) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int end = i + 1;
      switch (c) {
        case '\\' -> {
          end = Math.min(i + 2, text.length());
          out.append(text, i, end);
        }
        case '`' -> {
          end = codeSpanEnd(text, i);
          out.append(text, i, end);
        }
        case '[' -> end = link(text, i, out);
        case '<' -> {
          Matcher autolink = AUTOLINK.matcher(text).region(i, text.length());
          if (autolink.lookingAt()) {
            end = autolink.end();
            out.append(text, i, end);
          } else {
            out.append("&lt;");
          }
        }
        case '@' -> out.append(looksLikeTag(text, i) ? "&#64;" : "@");
        default -> out.append(c);
      }
      i = end;
    }
    return out.toString();
  }

  /** Returns the end of the code span that starts here, or of its backticks if none does. */
  private static int codeSpanEnd(String text, int start) {
    int ticks = start;
    while (ticks < text.length() && text.charAt(ticks) == '`') {
      ticks++;
    }
    String marker = text.substring(start, ticks);
    int close = text.indexOf(marker, ticks);
    while (close >= 0) {
      int after = close + marker.length();
      boolean longer = after < text.length() && text.charAt(after) == '`';
      if (!longer) {
        return text.substring(ticks, close).contains("\n\n") ? ticks : after;
      }
      while (after < text.length() && text.charAt(after) == '`') {
        after++;
      }
      close = text.indexOf(marker, after);
    }
    return ticks;
  }

  /** Converts the link that starts here, or the bracket, and returns where it ends. */
  private int link(String text, int start, StringBuilder out) {
    int close = closingBracket(text, start);
    if (close < 0) {
      out.append("\\[");
      return start + 1;
    }
    String label = text.substring(start + 1, close);
    int end = close + 1;
    // A definition does not reach from one tag of Javadoc into another: so its target is written
    // out.
    String web = webReferences.get(key(label));
    boolean linked = false;
    if (end < text.length() && text.charAt(end) == '(') {
      int closeTarget = text.indexOf(')', end);
      if (closeTarget > 0) {
        String target = text.substring(end + 1, closeTarget);
        web = isWeb(target) ? target : null;
        linked = true;
        end = closeTarget + 1;
      }
    } else if (end < text.length() && text.charAt(end) == '[') {
      int closeReference = text.indexOf(']', end);
      if (closeReference > 0) {
        String reference = text.substring(end + 1, closeReference);
        web = webReferences.get(key(reference.isEmpty() ? label : reference));
        linked = true;
        end = closeReference + 1;
      }
    }
    if (web != null) {
      out.append(text, start, close + 1).append('(').append(web).append(')');
    } else if (linked || isCodeSpan(label)) {
      dropImageMark(out);
      out.append(inline(label));
    } else {
      out.append("\\[").append(inline(label)).append("\\]");
    }
    return end;
  }

  private static void dropImageMark(StringBuilder out) {
    int last = out.length() - 1;
    if (last >= 0 && out.charAt(last) == '!') {
      out.setLength(last);
    }
  }

  private static int closingBracket(String text, int open) {
    int depth = 0;
    int i = open;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '`') {
        i = codeSpanEnd(text, i);
        continue;
      }
      if (c == '\n' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
        return -1;
      }
      if (c == '\\') {
        i++;
      } else if (c == '[') {
        depth++;
      } else if (c == ']' && --depth == 0) {
        return i;
      }
      i++;
    }
    return -1;
  }

  private static boolean isCodeSpan(String label) {
    return label.startsWith("`") && codeSpanEnd(label, 0) == label.length();
  }

  private static boolean looksLikeTag(String text, int at) {
    int lineStart = text.lastIndexOf('\n', at - 1) + 1;
    return text.substring(lineStart, at).isBlank() || text.charAt(at - 1) == '{';
  }

  private static boolean isWeb(String target) {
    return target.startsWith("https://") || target.startsWith("http://");
  }

  private static String key(String label) {
    return label.strip().toLowerCase(Locale.ROOT);
  }

  private static List<String> dedent(List<String> lines) {
    int indent =
        lines.stream()
            .filter(line -> !line.isBlank())
            .mapToInt(line -> line.length() - line.stripLeading().length())
            .min()
            .orElse(0);
    return lines.stream().map(line -> line.isBlank() ? "" : line.substring(indent)).toList();
  }

  private static List<String> withoutOuterBlankLines(List<String> lines) {
    int from = 0;
    int to = lines.size();
    while (from < to && lines.get(from).isEmpty()) {
      from++;
    }
    while (to > from && lines.get(to - 1).isEmpty()) {
      to--;
    }
    return List.copyOf(lines.subList(from, to));
  }
}
