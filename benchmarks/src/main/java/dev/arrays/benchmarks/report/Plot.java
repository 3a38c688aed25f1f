package dev.arrays.benchmarks.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jetbrains.letsPlot.commons.geometry.DoubleVector;
import org.jetbrains.letsPlot.core.util.PlotSvgExportCommon;

/// The times of all contenders of a kernel over the size, both logarithmic, with the intervals as
/// error bars.
final class Plot {
  private static final DoubleVector SIZE = new DoubleVector(760, 380);

  private Plot() {}

  /// The plot as SVG.
  static String svg(String kernel, List<Score> scores) {
    List<Double> sizes = new ArrayList<>();
    List<Double> times = new ArrayList<>();
    List<Double> low = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    List<String> contenders = new ArrayList<>();
    for (Score score : scores) {
      double n = score.n();
      sizes.add(n);
      times.add(score.mean() / n);
      // An interval that reaches below 0 has no place on a logarithmic axis.
      low.add(Math.max(score.mean() - score.error(), score.mean() / 10) / n);
      high.add((score.mean() + score.error()) / n);
      contenders.add(score.contender());
    }
    Map<String, Object> spec =
        Map.of(
            "kind",
            "plot",
            "ggtitle",
            Map.of("text", kernel),
            "data",
            Map.of("n", sizes, "ns / n", times, "low", low, "high", high, "by", contenders),
            "mapping",
            Map.of("x", "n", "y", "ns / n", "ymin", "low", "ymax", "high", "color", "by"),
            "scales",
            List.of(
                Map.of("aesthetic", "x", "trans", "log10"),
                Map.of("aesthetic", "y", "trans", "log10"),
                Map.of(
                    "aesthetic",
                    "color",
                    "discrete",
                    true,
                    "scale_mapper_kind",
                    "color_brewer",
                    "type",
                    "qual",
                    "palette",
                    "Paired")),
            "layers",
            List.of(
                Map.of("geom", "line", "size", 0.7),
                Map.of("geom", "errorbar", "width", 0.05),
                Map.of("geom", "point", "size", 2)));
    return PlotSvgExportCommon.INSTANCE.buildSvgImageFromRawSpecs(
        new HashMap<>(spec), SIZE, (_, _, _) -> "", false);
  }
}
