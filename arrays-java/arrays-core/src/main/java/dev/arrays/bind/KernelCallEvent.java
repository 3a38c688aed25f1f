package dev.arrays.bind;

import dev.arrays.Explanation;
import java.util.Locale;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;

/// The flight recorder's event of a call to Rust: what [Explanation] says.
@Name("dev.arrays.KernelCall")
@Label("Kernel Call")
@Category("arrays")
@Description("A call of a Rust function: which way it took, why, and what memory it used")
@Threshold("1 ms")
@StackTrace(false)
final class KernelCallEvent extends Event {
  @Label("Function")
  String function = "";

  @Label("Road")
  String road = "";

  @Label("Reason")
  String reason = "";

  @Label("Bytes Borrowed")
  @DataAmount
  long bytesBorrowed;

  @Label("Bytes Staged")
  @DataAmount
  long bytesStaged;

  @Label("Parts")
  int parts;

  @Label("Longest Part")
  @Description("How long a safepoint may have had to wait for the call")
  @Timespan
  long longestPart;

  void commit(Explanation call) {
    function = call.function();
    road = call.road().name().toLowerCase(Locale.ROOT);
    reason = call.reason();
    bytesBorrowed = call.bytesBorrowed();
    bytesStaged = call.bytesStaged();
    parts = call.parts();
    longestPart = call.longestPart().toNanos();
    commit();
  }
}
