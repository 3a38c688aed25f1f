package dev.arrays.benchmarks.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jetbrains.letsPlot.commons.geometry.DoubleVector;
import org.jetbrains.letsPlot.core.util.PlotSvgExportCommon;

/// The times of all contenders of a kernel over the size, both logarithmic, with the intervals as
/// error bars.
final class Plot {
  private static final DoubleVector SIZE = new DoubleVector(760, 380);

  /// Java is blue, Rust is red, and libraries are green and grey, in every plot.
  private static final Map<String, String> COLORS =
      Map.ofEntries(
          Map.entry("java", "#1f78b4"),
          Map.entry("carefulJava", "#6baed6"),
          Map.entry("vectorApi", "#08306b"),
          Map.entry("parallelSort", "#9ecae1"),
          Map.entry("nd4j", "#33a02c"),
          Map.entry("ejml", "#969696"),
          Map.entry("ojAlgo", "#525252"),
          Map.entry("netlib", "#b2df8a"),
          Map.entry("commonsMath", "#bdbdbd"),
          Map.entry("jTransforms", "#006d2c"),
          Map.entry("rust", "#e31a1c"),
          Map.entry("rustIndArray", "#fb9a99"),
          Map.entry("rustNative", "#a50f15"),
          Map.entry("rustParallel", "#ff7f00"));

  private static final Pattern ID = Pattern.compile("id=\"([A-Za-z0-9]{7})\"");
  private static final Pattern NEEDLESS_DIGITS = Pattern.compile("(\\d\\.\\d\\d)\\d+");
  private static final Pattern DEFAULTS = Pattern.compile(" (fill|stroke)-opacity=\"1\\.0\"");
  private static final Pattern INDENT = Pattern.compile("\\n\\s+");

  private Plot() {}

  /// The plot as SVG.
  ///
  /// @param kernel the title
  /// @param contenders who has a score, in the legend's order
  /// @param scores what is drawn
  static String svg(String kernel, List<String> contenders, List<Score> scores) {
    List<Double> sizes = new ArrayList<>();
    List<Double> times = new ArrayList<>();
    List<Double> low = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    List<String> by = new ArrayList<>();
    for (Score score : scores) {
      double n = (double) score.n();
      sizes.add(n);
      times.add(score.mean() / n);
      // An interval that reaches below 0 has no place on a logarithmic axis.
      low.add(Math.max(score.mean() - score.error(), score.mean() / 10) / n);
      high.add((score.mean() + score.error()) / n);
      by.add(score.contender());
    }
    List<String> colors =
        contenders.stream().map(contender -> COLORS.getOrDefault(contender, "black")).toList();
    Map<String, Object> spec =
        Map.of(
            "kind",
            "plot",
            "ggtitle",
            Map.of("text", kernel),
            "data",
            Map.of("n", sizes, "ns / n", times, "low", low, "high", high, "by", by),
            "mapping",
            Map.of("x", "n", "y", "ns / n", "ymin", "low", "ymax", "high", "color", "by"),
            "scales",
            List.of(
                Map.of("aesthetic", "x", "trans", "log10"),
                Map.of("aesthetic", "y", "trans", "log10"),
                Map.of("aesthetic", "color", "limits", contenders, "values", colors)),
            "layers",
            List.of(
                Map.of("geom", "line", "size", 0.7),
                Map.of("geom", "errorbar", "width", 0.05),
                Map.of("geom", "point", "size", 2)));
    return tidied(
        PlotSvgExportCommon.INSTANCE.buildSvgImageFromRawSpecs(
            new HashMap<>(spec), SIZE, (_, _, _) -> "", false));
  }

  /// The same picture without what only makes the file larger, and with the same ids each time.
  private static String tidied(String svg) {
    String tidied = svg;
    Matcher ids = ID.matcher(svg);
    for (int i = 0; ids.find(); i++) {
      tidied = tidied.replace(ids.group(1), "id" + i);
    }
    tidied = NEEDLESS_DIGITS.matcher(tidied).replaceAll("$1");
    tidied = DEFAULTS.matcher(tidied).replaceAll("");
    return INDENT.matcher(tidied).replaceAll("\n") + "\n";
  }
}
