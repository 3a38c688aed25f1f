package dev.arrays.kernels.reference;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.arrays.NdArray;
import dev.arrays.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the files that {@code src/test/reference/case.py} writes. */
final class CaseReader {
  private static final Path FOLDER = Path.of("src", "test", "resources", "reference");

  /** A data type, a shape, where in the file the elements start, and how many repeat. */
  private static final Pattern ARRAY =
      Pattern.compile("(?<type>\\w+)\\[(?<shape>[\\d,]*)]@(?<at>\\d+)(?:%(?<period>\\d+))?");

  private static List<ReferenceCase> all = List.of();

  private final Path folder;
  private final Map<Path, NdArray<?>> files = new HashMap<>();

  private CaseReader(Path folder) {
    this.folder = folder;
  }

  /** The cases of all classes, which are read once. */
  static synchronized List<ReferenceCase> readAll() throws IOException {
    if (all.isEmpty()) {
      all = readFolders();
    }
    return all;
  }

  private static List<ReferenceCase> readFolders() throws IOException {
    List<ReferenceCase> cases = new ArrayList<>();
    try (Stream<Path> folders = Files.list(FOLDER)) {
      for (Path folder : folders.sorted().toList()) {
        cases.addAll(new CaseReader(folder).read());
      }
    }
    return cases;
  }

  private List<ReferenceCase> read() throws IOException {
    List<ReferenceCase> cases = new ArrayList<>();
    String text = Files.readString(folder.resolve("cases.json"));
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    String type = json.get("type").getAsString();
    for (var family : json.getAsJsonObject("cases").entrySet()) {
      for (JsonElement element : family.getValue().getAsJsonArray()) {
        cases.add(read(type, family.getKey(), element.getAsJsonObject()));
      }
    }
    return cases;
  }

  private ReferenceCase read(String type, String elements, JsonObject json) throws IOException {
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (var argument : json.getAsJsonObject("with").entrySet()) {
      arguments.put(argument.getKey(), value(elements, argument.getValue()));
    }
    String method = json.get("call").getAsString();
    JsonObject expected = json.getAsJsonObject("gives");
    return new ReferenceCase(type, method, arguments, expectation(elements, expected));
  }

  private ReferenceCase.Expectation expectation(String elements, JsonObject json)
      throws IOException {
    String kind = json.keySet().iterator().next();
    return switch (kind) {
      case "error" -> new ReferenceCase.Failure(json.get(kind).getAsString());
      case "identities" -> {
        List<String> equations =
            json.getAsJsonArray(kind).asList().stream().map(JsonElement::getAsString).toList();
        yield new ReferenceCase.Identities(equations, json.get("tolerance").getAsDouble());
      }
      case "named" -> {
        Map<String, Expected> results = new LinkedHashMap<>();
        for (var result : json.getAsJsonObject(kind).entrySet()) {
          results.put(result.getKey(), expected(elements, result.getValue()));
        }
        yield new ReferenceCase.Results(results);
      }
      case "result" -> {
        Expected result = expected(elements, json.get(kind));
        yield new ReferenceCase.Results(Map.of(ReferenceCase.RESULT, result));
      }
      default -> throw new IOException("an expectation cannot be " + kind);
    };
  }

  private Expected expected(String elements, JsonElement element) throws IOException {
    JsonObject json = element.getAsJsonObject();
    Tolerance tolerance = Tolerance.EXACT;
    if (json.has("ulp")) {
      tolerance = new Tolerance.Ulp(json.get("ulp").getAsLong());
    } else if (json.has("within")) {
      tolerance = new Tolerance.Within(json.get("within").getAsDouble());
    }
    return new Expected(value(elements, json), tolerance, json.has("unsigned"));
  }

  private Object value(String elements, JsonElement element) throws IOException {
    if (element.isJsonNull()) {
      return null;
    }
    JsonObject json = element.getAsJsonObject();
    String kind = json.keySet().iterator().next();
    JsonElement value = json.get(kind);
    return switch (kind) {
      case "array" -> array(elements, value.getAsString());
      case "float64" -> Double.valueOf(value.getAsString());
      case "float32" -> (float) Double.parseDouble(value.getAsString());
      case "int" -> value.getAsLong();
      case "bool" -> value.getAsBoolean();
      case "string" -> value.getAsString();
      default -> throw new IOException("a value cannot be " + kind);
    };
  }

  private NdArray<?> array(String elements, String text) throws IOException {
    Matcher matcher = ARRAY.matcher(text);
    if (!matcher.matches()) {
      throw new IOException("an array cannot be " + text);
    }
    String type = matcher.group("type");
    long[] shape =
        Pattern.compile("\\d+")
            .matcher(matcher.group("shape"))
            .results()
            .mapToLong(length -> Long.parseLong(length.group()))
            .toArray();
    NdArray<?> all = file(folder.resolve(elements + "." + type + ".npy"));
    long at = Long.parseLong(matcher.group("at"));
    if (matcher.group("period") == null) {
      return all.slice(Slice.range(at, at + Layout.size(shape))).reshape(shape);
    }
    long[] period = {Long.parseLong(matcher.group("period"))};
    NdArray<?> repeated = all.slice(Slice.range(at, at + period[0]));
    return Memory.stretch(repeated, new long[] {Layout.size(shape)}).reshape(shape);
  }

  private NdArray<?> file(Path path) throws IOException {
    NdArray<?> array = files.get(path);
    if (array == null) {
      array = NpyFile.read(path);
      files.put(path, array);
    }
    return array;
  }
}
