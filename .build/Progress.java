import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Runs shell commands side by side and says in a few lines what cargo and Maven do in them: which
/// step of how many, and at the end how many tests passed.
///
/// Run from the top of the repository: `java .build/Progress.java COMMAND...`. When a command fails,
/// the output of its last step is printed whole, and the other commands run to their ends. The exit
/// status is that of the first command in the list that failed.
///
/// On a terminal the last line is rewritten each second. Elsewhere, and where `CI` is set, there are
/// plain lines only, among them the closing lines of the test runners.

/// What cargo prints while it compiles: units that are done, of how many, and those in work.
static final Pattern CRATES = Pattern.compile(" *Building \\[[=> ]*] (\\d+/\\d+)(?:: (.*\\S))? *");

static final Pattern DOWNLOAD =
    Pattern.compile(
        "(?:Downloading|Downloaded) from \\S+: \\S*/(\\S+).*| *(?:Downloading|Downloaded|Updating)"
            + " .*");
static final Pattern LOCKED = Pattern.compile(" *Blocking waiting for file lock .*");
static final Pattern RUST_SUITE =
    Pattern.compile(
        " +Running (?:unittests \\S+ \\(.*?(\\w+)-[0-9a-f]+(?:\\.exe)?\\)|(\\S+) \\(.*\\))|"
            + " +(Doc-tests \\S+)");
static final Pattern RUST_RESULT =
    Pattern.compile("test result: \\w+\\. (\\d+) passed; (\\d+) failed; (\\d+) ignored;.*");
static final Pattern PASSED = Pattern.compile("test .* \\.\\.\\. ok");
static final Pattern MODULE = Pattern.compile("-+< \\S+:(\\S+) >-+");
static final Pattern PLACE = Pattern.compile("Building .*(\\[\\d+/\\d+])");
static final Pattern GOAL =
    Pattern.compile("--- ([\\w-]+):\\S+:([\\w-]+) (?:\\(.*\\) )?@ \\S+ ---");
static final Pattern JAVA_CLASS = Pattern.compile("Running (?:\\w+\\.)*(\\w+)");
static final Pattern JAVA_RESULT =
    Pattern.compile("Tests run: (\\d+), Failures: (\\d+), Errors: (\\d+), Skipped: (\\d+)");
static final Pattern LEVEL = Pattern.compile("^\\[(?:INFO|WARNING|ERROR)] ");
static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");

/// How long there may be no line where there is no terminal.
static final Duration SILENCE = Duration.ofSeconds(30);

final boolean live =
    System.getenv("CI") == null && System.console() != null && System.console().isTerminal();
final int width = live ? terminalWidth() : Integer.MAX_VALUE;
final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
final Instant start = Instant.now();
Instant lastLine = start;
Tally rust = Tally.NONE;
Tally java = Tally.NONE;

void main(String[] commands) throws InterruptedException {
  List<Job> jobs = Arrays.stream(commands).map(Job::new).toList();
  Runtime.getRuntime().addShutdownHook(new Thread(() -> jobs.forEach(Job::stop)));
  List<Thread> threads = jobs.stream().map(Thread::startVirtualThread).toList();
  while (threads.stream().anyMatch(Thread::isAlive)) {
    showStatus(jobs);
    for (int i = 0; i < 10 && threads.stream().anyMatch(Thread::isAlive); i++) {
      Thread.sleep(100);
    }
  }
  int status = jobs.stream().mapToInt(job -> job.status).filter(s -> s != 0).findFirst().orElse(0);
  say(summary(status));
  System.exit(status);
}

/// How many tests passed, failed and were left out.
record Tally(long passed, long failed, long skipped) {
  static final Tally NONE = new Tally(0, 0, 0);

  Tally plus(Tally other) {
    return new Tally(passed + other.passed, failed + other.failed, skipped + other.skipped);
  }

  long all() {
    return passed + failed + skipped;
  }

  String text() {
    String what = "%,d %s passed".formatted(passed, passed == 1 ? "test" : "tests");
    return what
        + (failed == 0 ? "" : ", %,d failed".formatted(failed))
        + (skipped == 0 ? "" : ", %,d skipped".formatted(skipped));
  }
}

/// One command and the step it is at: a module of Maven's, or a suite of Rust tests.
final class Job implements Runnable {
  final String command;
  Process process;
  int status;

  /// The output of the step.
  final List<String> kept = new ArrayList<>();

  /// "[3/13] " in Maven.
  String place = "";

  String step = "";
  String doing = "starting";
  Instant stepStart = Instant.now();
  Tally tally = Tally.NONE;

  Job(String command) {
    this.command = command;
  }

  @Override
  public void run() {
    try {
      ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
      builder.environment().putIfAbsent("CARGO_TERM_PROGRESS_WHEN", "always");
      builder.environment().putIfAbsent("CARGO_TERM_PROGRESS_WIDTH", "120");
      process = builder.start();
      process.getOutputStream().close();
      try (BufferedReader lines = process.inputReader(UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          accept(this, ESCAPES.matcher(line).replaceAll(""));
        }
      }
      status = process.waitFor();
    } catch (IOException | InterruptedException | RuntimeException e) {
      kept.add(e.toString());
      status = 1;
    }
    finish(this);
  }

  void stop() {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  void next(String step) {
    kept.clear();
    this.step = step;
    stepStart = Instant.now();
    tally = Tally.NONE;
  }
}

synchronized void accept(Job job, String line) {
  String text = LEVEL.matcher(line).replaceFirst("");
  if (isProgress(job, text)) {
    return;
  }
  followStep(job, text);
  countTests(job, text);
  if (line.startsWith("[WARNING]") && !text.isBlank() && !text.startsWith("Tests run:")) {
    say(line);
  }
  job.kept.add(line);
}

/// Returns whether a line only says how far something is, so that no failure needs it.
boolean isProgress(Job job, String text) {
  MatchResult found;
  if ((found = match(CRATES, text)) != null) {
    String units = found.group(2) == null ? "" : ": " + found.group(2);
    job.doing = "compiling Rust (" + found.group(1) + units + ")";
    return true;
  }
  if ((found = match(DOWNLOAD, text)) != null) {
    job.doing = "downloading " + (found.group(1) == null ? "crates" : found.group(1));
    return true;
  }
  return match(PASSED, text) != null;
}

void followStep(Job job, String text) {
  MatchResult found;
  if ((found = match(MODULE, text)) != null) {
    endStep(job);
    job.next(found.group(1));
  } else if ((found = match(PLACE, text)) != null) {
    job.place = found.group(1) + " ";
  } else if ((found = match(RUST_SUITE, text)) != null) {
    endStep(job);
    Stream<String> names = Stream.of(found.group(1), found.group(2), found.group(3));
    job.next("Rust: " + names.filter(Objects::nonNull).findFirst().orElseThrow());
    job.doing = "testing";
  } else if (match(LOCKED, text) != null) {
    job.doing = "waiting for the other Rust build";
  } else if ((found = match(GOAL, text)) != null) {
    job.doing = activity(found.group(1), found.group(2));
  } else if ((found = match(JAVA_CLASS, text)) != null) {
    job.doing = "testing, " + found.group(1);
  }
}

void countTests(Job job, String text) {
  MatchResult found;
  if ((found = match(RUST_RESULT, text)) != null) {
    Tally tally = new Tally(number(found, 1), number(found, 2), number(found, 3));
    rust = rust.plus(tally);
    count(job, text, tally);
  } else if ((found = match(JAVA_RESULT, text)) != null) {
    long failed = number(found, 2) + number(found, 3);
    long skipped = number(found, 4);
    Tally tally = new Tally(number(found, 1) - failed - skipped, failed, skipped);
    java = java.plus(tally);
    count(job, text, tally);
  }
}

void count(Job job, String text, Tally tally) {
  job.tally = job.tally.plus(tally);
  if (!live && tally.all() > 0) {
    say(text);
  }
}

/// Says how a finished step went, unless nothing was done in it.
void endStep(Job job) {
  if (job.tally.all() > 0 || !job.place.isEmpty() && !job.step.isEmpty()) {
    String how = job.tally.all() > 0 ? job.tally.text() : "built";
    say("%s%s: %s, %s".formatted(job.place, job.step, how, time(job.stepStart)));
  }
}

synchronized void finish(Job job) {
  if (job.status == 0) {
    endStep(job);
  } else {
    say("");
    job.kept.forEach(this::say);
    say(
        "%s%s failed with status %d, %s"
            .formatted(
                job.place,
                job.step.isEmpty() ? job.command : job.step,
                job.status,
                time(job.stepStart)));
  }
  job.doing = "";
}

/// What a goal of a Maven plugin does.
static String activity(String plugin, String goal) {
  return switch (plugin) {
    case "compiler" -> goal.equals("testCompile") ? "compiling the tests" : "compiling Java";
    case "surefire" -> "testing";
    case "arrays" -> "compiling Rust";
    case "javadoc" -> "writing Javadoc";
    case "jar", "shade", "source" -> "packing";
    case "spotless" -> "looking at the format";
    default -> plugin + ":" + goal;
  };
}

void say(String line) {
  out.println((live ? "\r\u001b[K" : "") + line);
  lastLine = Instant.now();
}

synchronized void showStatus(List<Job> jobs) {
  String status =
      jobs.stream()
              .filter(job -> !job.doing.isEmpty())
              .map(job -> job.place + (job.step.isEmpty() ? "" : job.step + ": ") + job.doing)
              .collect(Collectors.joining(" | "))
          + ", "
          + time(start);
  if (live) {
    out.print("\r\u001b[K" + (status.length() < width ? status : status.substring(0, width - 1)));
    out.flush();
  } else if (Duration.between(lastLine, Instant.now()).compareTo(SILENCE) >= 0) {
    say(status);
  }
}

String summary(int status) {
  Tally all = rust.plus(java);
  if (all.all() == 0) {
    return (status == 0 ? "Done in " : "Failed after ") + time(start);
  }
  String parts =
      rust.all() == 0 || java.all() == 0
          ? ""
          : " (Rust %,d, Java %,d)".formatted(rust.passed(), java.passed());
  return all.text()
      + parts
      + (status == 0 ? " in " : ", and the build failed after ")
      + time(start);
}

static String time(Instant since) {
  long seconds = Duration.between(since, Instant.now()).toSeconds();
  return seconds < 60 ? seconds + "s" : "%dm%02ds".formatted(seconds / 60, seconds % 60);
}

static MatchResult match(Pattern pattern, String text) {
  var matcher = pattern.matcher(text);
  return matcher.matches() ? matcher.toMatchResult() : null;
}

static long number(MatchResult found, int group) {
  return Long.parseLong(found.group(group));
}

static int terminalWidth() {
  try {
    Process stty =
        new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT).start();
    String size = new String(stty.getInputStream().readAllBytes(), UTF_8).strip();
    return Math.max(40, Integer.parseInt(size.substring(size.indexOf(' ') + 1)));
  } catch (IOException | NumberFormatException e) {
    return 80;
  }
}
