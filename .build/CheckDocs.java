import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Follows what the Markdown pages of this repository name: links between pages and to headings, paths
/// in code spans, and `make` targets. Prints every name that leads nowhere, and then ends with 1.
///
/// Run from the top of the repository: `java .build/CheckDocs.java`, or with pages as arguments.

static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```$");
static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
static final Pattern CODE_SPAN = Pattern.compile("`([^`\n]+)`");
static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
static final Pattern MAKE = Pattern.compile("\\bmake +([a-z]+)\\b");
static final Pattern TARGET = Pattern.compile("(?m)^([a-z]+):");

/// What a path can begin with; other code spans are code.
static final Pattern OWN_PATH =
    Pattern.compile(
        "(?:arrays-rs|arrays-java|benchmarks|notebooks|docs|\\.build|\\.ci|\\.mvn)/[\\w./-]*"
            + "|(?:README|CHANGELOG)\\.md|LICENSE-\\w+|pom\\.xml|Makefile|mvnw");

final List<String> problems = new ArrayList<>();

void main(String[] pages) throws IOException {
  Set<String> targets = found(TARGET, Files.readString(Path.of("Makefile")));
  List<Path> files =
      pages.length == 0 ? ownPages() : Arrays.stream(pages).map(Path::of).toList();
  for (Path page : files) {
    check(page, targets);
  }
  problems.forEach(System.err::println);
  System.exit(problems.isEmpty() ? 0 : 1);
}

List<Path> ownPages() throws IOException {
  List<Path> pages = new ArrayList<>();
  for (String top : List.of(".", "docs", "arrays-rs", "arrays-java", "benchmarks", "notebooks")) {
    try (Stream<Path> files = Files.walk(Path.of(top), top.equals(".") ? 1 : Integer.MAX_VALUE)) {
      files
          .map(Path::normalize)
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !("/" + file).contains("/target/"))
          .forEach(pages::add);
    }
  }
  return pages;
}

void check(Path page, Set<String> targets) throws IOException {
  String text = Files.readString(page, UTF_8);
  String prose = FENCE.matcher(text).replaceAll("");
  for (String link : found(LINK, prose)) {
    if (!link.matches("[a-z]+:.*")) {
      checkLink(page, link);
    }
  }
  for (String span : found(CODE_SPAN, prose)) {
    if (OWN_PATH.matcher(span).matches() && !Files.exists(Path.of(span)) && !isBuilt(span)) {
      problems.add("%s: `%s` does not exist".formatted(page, span));
    }
  }
  for (String target : found(MAKE, String.join("\n", commands(text)))) {
    if (!targets.contains(target)) {
      problems.add("%s: the Makefile has no target for `make %s`".formatted(page, target));
    }
  }
}

void checkLink(Path page, String link) throws IOException {
  String[] parts = link.split("#", 2);
  Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
  if (!Files.exists(target)) {
    problems.add("%s: the link to %s leads nowhere".formatted(page, link));
  } else if (parts.length == 2 && !anchors(target).contains(parts[1])) {
    problems.add("%s: %s has no heading #%s".formatted(page, target, parts[1]));
  }
}

/// The anchors that GitHub gives a page's headings.
Set<String> anchors(Path page) throws IOException {
  return found(HEADING, FENCE.matcher(Files.readString(page)).replaceAll("")).stream()
      .map(heading -> heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", ""))
      .map(heading -> heading.strip().replace(' ', '-'))
      .collect(Collectors.toSet());
}

/// Code spans and fenced blocks: what a reader may type.
List<String> commands(String text) {
  List<String> commands = new ArrayList<>(found(CODE_SPAN, FENCE.matcher(text).replaceAll("")));
  FENCE.matcher(text).results().map(MatchResult::group).forEach(commands::add);
  return commands;
}

boolean isBuilt(String path) {
  return ("/" + path).contains("/target/");
}

Set<String> found(Pattern pattern, String text) {
  return pattern
      .matcher(text)
      .results()
      .map(match -> match.group(1))
      .collect(Collectors.toCollection(LinkedHashSet::new));
}
