package dev.arrays.codegen;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/** The JSON of one manifest entry, checked field by field as it is turned into records. */
final class ManifestJson {
  private final JsonObject root;

  /** Thrown when the JSON is not what the ABI describes. */
  static final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    MalformedException(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  ManifestJson(String json) {
    this.root = parse(json);
  }

  private static JsonObject parse(String json) {
    try {
      return asObject(JsonParser.parseString(json), "the entry");
    } catch (JsonParseException e) {
      throw new MalformedException("it is not JSON: " + e.getMessage());
    }
  }

  boolean isModule() {
    String kind = string(root, "kind");
    return switch (kind) {
      case "module" -> true;
      case "function" -> false;
      default -> throw new MalformedException("its kind is `" + kind + "`");
    };
  }

  ModuleEntry module() {
    return new ModuleEntry(
        line(root, "crate"), line(root, "crateVersion"), modulePath(), doc(), deprecation());
  }

  FunctionEntry function() {
    List<Parameter> params = new ArrayList<>();
    for (JsonElement param : array(root, "params")) {
      params.add(parameter(asObject(param, "a parameter")));
    }
    params.forEach(param -> checkShapeOf(param, params));
    return new FunctionEntry(
        line(root, "crate"),
        line(root, "crateVersion"),
        modulePath(),
        rustName(root, "name"),
        identifier(root, "javaName"),
        line(root, "symbol"),
        doc(),
        deprecation(),
        List.copyOf(params),
        result(object(root, "returns")),
        resultName(object(root, "returns")),
        isAbsent(root, "errorType") ? null : line(root, "errorType"),
        isAbsent(root, "split") ? null : split(object(root, "split"), params));
  }

  private static Split split(JsonObject json, List<Parameter> params) {
    String along = isAbsent(json, "along") ? null : rustName(json, "along");
    boolean isKnown =
        params.stream()
            .anyMatch(param ->
                param instanceof Parameter.Array array && (along == null || array.hasAxis(along)));
    if (!isKnown) {
      throw new MalformedException("`split` is along `" + along + "`, which no array has");
    }
    return new Split(line(json, "symbol"), along, kind(json));
  }

  private static Split.Kind kind(JsonObject json) {
    String kind = string(json, "kind");
    return switch (kind) {
      case "map" -> Split.Kind.MAP;
      case "reduction" -> Split.Kind.REDUCTION;
      case "scan" -> Split.Kind.SCAN;
      default -> throw new MalformedException("`kind` of `split` is `" + kind + "`");
    };
  }

  private String doc() {
    return isAbsent(root, "doc") ? "" : string(root, "doc");
  }

  private @Nullable Deprecation deprecation() {
    if (isAbsent(root, "deprecated")) {
      return null;
    }
    JsonObject json = object(root, "deprecated");
    return new Deprecation(line(json, "since"), string(json, "note"));
  }

  private String modulePath() {
    String path = string(root, "module");
    for (String segment : path.split("::", -1)) {
      identifier("module", segment);
    }
    return path;
  }

  private static Parameter parameter(JsonObject json) {
    String name = rustName(json, "name");
    String javaName = identifier(json, "javaName");
    String kind = string(json, "kind");
    return switch (kind) {
      case "array" ->
          new Parameter.Array(
              name,
              javaName,
              elementType(json),
              rank(json),
              constant(Parameter.Access.class, json, "access"),
              bool(json, "contiguous"),
              shape(json),
              shapeOf(json));
      case "scalar" ->
          new Parameter.Scalar(
              name, javaName, constant(ScalarType.class, json, "type"), bool(json, "optional"));
      case "string" -> new Parameter.Text(name, javaName);
      default -> throw new MalformedException("parameter `" + name + "` has kind `" + kind + "`");
    };
  }

  private static String resultName(JsonObject returns) {
    return isAbsent(returns, "javaName") ? "result" : identifier(returns, "javaName");
  }

  private static Result result(JsonObject json) {
    String kind = string(json, "kind");
    return switch (kind) {
      case "void" -> new Result.Nothing();
      case "tuple" -> {
        List<Result.Field> fields = new ArrayList<>();
        for (JsonElement element : array(json, "fields")) {
          JsonObject field = asObject(element, "a field of the result");
          fields.add(
              new Result.Field(
                  rustName(field, "name"),
                  identifier(field, "javaName"),
                  value(object(field, "value"))));
        }
        yield new Result.Tuple(List.copyOf(fields));
      }
      default -> value(json);
    };
  }

  private static Result.Value value(JsonObject json) {
    String kind = string(json, "kind");
    return switch (kind) {
      case "scalar" -> new Result.Scalar(constant(ScalarType.class, json, "type"));
      case "string" -> new Result.Text();
      case "array" -> new Result.Array(elementType(json), rank(json));
      default -> throw new MalformedException("a result has kind `" + kind + "`");
    };
  }

  private static ElementType elementType(JsonObject json) {
    return constant(ElementType.class, json, "dtype");
  }

  private static int rank(JsonObject json) {
    if (isAbsent(json, "rank")) {
      return -1;
    }
    long rank = number(member(json, "rank"), "rank");
    if (rank < 0 || rank > 6) {
      throw new MalformedException("`rank` is " + rank + ", expected 0 to 6 or null");
    }
    return (int) rank;
  }

  private static @Nullable List<Dim> shape(JsonObject json) {
    if (isAbsent(json, "shape") || json.get("shape") instanceof JsonObject) {
      return null;
    }
    List<Dim> dims = new ArrayList<>();
    for (JsonElement element : array(json, "shape")) {
      if (element.isJsonNull()) {
        dims.add(new Dim.Any());
      } else if (element instanceof JsonPrimitive primitive && primitive.isString()) {
        dims.add(new Dim.Symbol(rustName("shape", primitive.getAsString())));
      } else {
        dims.add(new Dim.Length(number(element, "shape")));
      }
    }
    int rank = rank(json);
    if (rank >= 0 && rank != dims.size()) {
      throw new MalformedException(
          "`rank` is " + rank + ", and `shape` has " + dims.size() + " axes");
    }
    return List.copyOf(dims);
  }

  private static List<String> shapeOf(JsonObject json) {
    if (!(json.get("shape") instanceof JsonObject shape)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (JsonElement element : array(shape, "of")) {
      if (!(element instanceof JsonPrimitive primitive) || !primitive.isString()) {
        throw wrongType("of", "names", element);
      }
      names.add(rustName("of", primitive.getAsString()));
    }
    if (names.isEmpty()) {
      throw new MalformedException("`shape` is that of no array");
    }
    return List.copyOf(names);
  }

  /**
   * Arrays take their shape from others that the caller brings, and Java allocates those of theirs.
   */
  private static void checkShapeOf(Parameter param, List<Parameter> params) {
    if (!(param instanceof Parameter.Array array) || array.shapeOf().isEmpty()) {
      return;
    }
    int rank = 0;
    for (String name : array.shapeOf()) {
      Parameter source =
          params.stream().filter(p -> p.name().equals(name)).findFirst().orElse(null);
      if (!(source instanceof Parameter.Array other) || other.isOut() || source.equals(param)) {
        throw new MalformedException(
            "`shape` of `" + array.name() + "` is that of `" + name + "`, which has none to give");
      }
      rank = rank < 0 || other.isDynamic() ? -1 : Math.max(rank, other.rank());
    }
    if (!array.isDynamic() && rank != array.rank() && (rank >= 0 || array.isOut())) {
      throw new MalformedException("`rank` of `" + array.name() + "` is not that of its `shape`");
    }
  }

  private static <E extends Enum<E>> E constant(Class<E> type, JsonObject json, String field) {
    String name = string(json, field);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(name)) {
        return constant;
      }
    }
    throw new MalformedException("`" + field + "` is `" + name + "`");
  }

  private static String string(JsonObject json, String field) {
    JsonElement element = member(json, field);
    if (element instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw wrongType(field, "a string", element);
  }

  /** Returns a text that stays on its line, and so within a comment or a literal. */
  private static String line(JsonObject json, String field) {
    String text = string(json, field);
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new MalformedException("`" + field + "` has a control character");
    }
    return text;
  }

  private static String rustName(JsonObject json, String field) {
    return rustName(field, string(json, field));
  }

  /**
   * Returns a name that Rust may have. It goes into comments and literals only, and there some
   * characters do no harm that Java has not in its names.
   */
  private static String rustName(String field, String name) {
    boolean isName =
        !name.isEmpty()
            && !Character.isDigit(name.codePointAt(0))
            && name.codePoints()
                .allMatch(c ->
                    c < 128
                        ? c == '_' || Character.isLetterOrDigit(c)
                        : !Character.isISOControl(c)
                            && !Character.isSpaceChar(c)
                            && !Character.isIdentifierIgnorable(c));
    if (!isName) {
      throw new MalformedException("`" + field + "` is `" + name + "`, which is no identifier");
    }
    return name;
  }

  /** Returns a name that is nothing but a name in the source it goes into. */
  private static String identifier(JsonObject json, String field) {
    return identifier(field, string(json, field));
  }

  private static String identifier(String field, String name) {
    // Characters that Java ignores in names, some control characters among them, are dropped by the
    // compiler, but not from the name of a file.
    if (!SourceVersion.isIdentifier(name)
        || name.codePoints().anyMatch(Character::isIdentifierIgnorable)) {
      throw new MalformedException("`" + field + "` is `" + name + "`, which is no identifier");
    }
    return name;
  }

  private static boolean bool(JsonObject json, String field) {
    JsonElement element = member(json, field);
    if (element instanceof JsonPrimitive primitive && primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    throw wrongType(field, "true or false", element);
  }

  private static long number(JsonElement element, String field) {
    if (element instanceof JsonPrimitive primitive && primitive.isNumber()) {
      try {
        return Long.parseLong(primitive.getAsString());
      } catch (NumberFormatException e) {
        throw wrongType(field, "an integer", element);
      }
    }
    throw wrongType(field, "an integer", element);
  }

  private static JsonArray array(JsonObject json, String field) {
    JsonElement element = member(json, field);
    if (element instanceof JsonArray array) {
      return array;
    }
    throw wrongType(field, "a list", element);
  }

  private static JsonObject object(JsonObject json, String field) {
    return asObject(member(json, field), "`" + field + "`");
  }

  private static JsonObject asObject(JsonElement element, String what) {
    if (element instanceof JsonObject object) {
      return object;
    }
    throw new MalformedException(what + " is not a JSON object");
  }

  private static JsonElement member(JsonObject json, String field) {
    JsonElement element = json.get(field);
    if (element == null) {
      throw new MalformedException("`" + field + "` is missing");
    }
    return element;
  }

  private static boolean isAbsent(JsonObject json, String field) {
    JsonElement element = json.get(field);
    return element == null || element.isJsonNull();
  }

  private static MalformedException wrongType(String field, String expected, JsonElement element) {
    return new MalformedException("`" + field + "` is " + element + ", expected " + expected);
  }
}
