package dev.arrays.kernels.reference;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.arrays.DataType;
import dev.arrays.NdArray;
import dev.arrays.Slice;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the files that {@code src/test/reference/case.py} writes. */
final class CaseReader {
  private static final Path FOLDER = Path.of("src", "test", "resources", "reference");

  private final Path folder;
  private final Map<Path, NdArray<?>> files = new HashMap<>();

  private CaseReader(Path folder) {
    this.folder = folder;
  }

  /** The cases of all classes. */
  static List<ReferenceCase> readAll() throws IOException {
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
    String json = Files.readString(folder.resolve("cases.json"));
    for (JsonElement element : JsonParser.parseString(json).getAsJsonArray()) {
      cases.add(read(element.getAsJsonObject()));
    }
    return cases;
  }

  private ReferenceCase read(JsonObject json) throws IOException {
    String[] name = json.get("method").getAsString().split("\\.", -1);
    String elements = json.get("elements").getAsString();
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (var argument : json.getAsJsonObject("arguments").entrySet()) {
      arguments.put(argument.getKey(), value(elements, argument.getValue()));
    }
    JsonObject expected = json.getAsJsonObject("expected");
    return new ReferenceCase(name[0], name[1], arguments, expectation(elements, expected));
  }

  private ReferenceCase.Expectation expectation(String elements, JsonObject json) throws IOException {
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
      case "array" -> array(elements, json);
      case "float64" -> Double.valueOf(value.getAsString());
      case "float32" -> (float) Double.parseDouble(value.getAsString());
      case "int" -> value.getAsLong();
      case "bool" -> value.getAsBoolean();
      case "string" -> value.getAsString();
      default -> throw new IOException("a value cannot be " + kind);
    };
  }

  private NdArray<?> array(String elements, JsonObject json) throws IOException {
    String type = json.get("array").getAsString();
    DataType dataType = DataType.valueOf(type.toUpperCase(Locale.ROOT));
    long[] shape =
        json.getAsJsonArray("shape").asList().stream().mapToLong(JsonElement::getAsLong).toArray();
    long size = Layout.size(shape);
    long period = json.has("period") ? json.get("period").getAsLong() : size;
    NdArray<?> all = file(folder.resolve(elements + "." + type + ".npy"));
    long at = json.get("at").getAsLong();
    if (period == size) {
      return all.slice(Slice.range(at, at + size)).reshape(shape);
    }
    MemorySegment memory = Memory.javaArray(dataType, size);
    long step = period * dataType.byteSize();
    for (long position = 0; position < memory.byteSize(); position += step) {
      MemorySegment.copy(all.segment(), at * dataType.byteSize(), memory, position, step);
    }
    return NdArray.wrap(memory, dataType, 0, shape, Layout.BY_ROWS.strides(shape), null);
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
