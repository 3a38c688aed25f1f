package dev.arrays.bind;

import dev.arrays.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/// Who wants to hear of calls: code that runs under [Explanation#explain], and the flight recorder.
public final class Explanations {
  private static final AtomicInteger ASKING = new AtomicInteger();
  private static final ThreadLocal<@Nullable List<Explanation>> ASKED = new ThreadLocal<>();

  private static boolean isEventInitialized;

  private Explanations() {}

  /// Runs code and tells of the calls it makes on this thread; [Explanation#explain] is the method
  /// to use.
  ///
  /// @param calls the code
  /// @return the explanations
  public static List<Explanation> of(Runnable calls) {
    // Room for the end, too: else all later calls would be explained.
    Room.checkForCall();
    List<Explanation> outer = ASKED.get();
    List<Explanation> found = new ArrayList<>();
    ASKED.set(found);
    ASKING.incrementAndGet();
    try {
      calls.run();
    } finally {
      ASKING.decrementAndGet();
      ASKED.set(outer);
    }
    if (outer != null) {
      outer.addAll(found);
    }
    return List.copyOf(found);
  }

  /// Whether code under [Explanation#explain] may want to hear of a call.
  ///
  /// Opaque: who asks does so on the thread that calls.
  static boolean areAsked() {
    return ASKING.getOpaque() > 0;
  }

  /// Whether the flight recorder wants to hear of calls.
  ///
  /// The event's class takes long to initialise, so that waits until there is a flight recorder.
  static boolean areRecorded() {
    return FlightRecorder.isInitialized() && isEventEnabled();
  }

  private static boolean isEventEnabled() {
    if (!isEventInitialized) {
      Room.checkForBinding();
      new KernelCallEvent().isEnabled();
      isEventInitialized = true;
    }
    return new KernelCallEvent().isEnabled();
  }

  static void add(KernelCallEvent event, Explanation explanation) {
    event.end();
    if (event.shouldCommit()) {
      event.commit(explanation);
    }
    List<Explanation> asked = ASKED.get();
    if (asked != null) {
      asked.add(explanation);
    }
  }
}
