package dev.arrays.notebooks;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A notebook of format 4.
///
/// A cell with the tag `remove-output` is executed like any other, but keeps no output: so paths of
/// the machine it ran on stay out of the file.
final class Notebook {
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private final String name;
  private final JsonObject root;

  private Notebook(String name, JsonObject root) {
    this.name = name;
    this.root = root;
  }

  static Notebook read(Path file) throws IOException {
    return of(file.getFileName().toString(), Files.readString(file));
  }

  static Notebook of(String name, String json) {
    return new Notebook(name, JsonParser.parseString(json).getAsJsonObject());
  }

  /// This notebook with the outputs that its code cells have under the kernel.
  ///
  /// @throws CellException when a cell ends with an error; the cells after it are not executed
  Notebook executedBy(Kernel kernel) {
    JsonObject executed = root.deepCopy();
    int count = 0;
    for (JsonObject cell : codeCells(executed)) {
      count++;
      List<JsonObject> outputs = kernel.execute(Lines.joined(cell.get("source")));
      for (JsonObject output : outputs) {
        if (Output.isError(output)) {
          throw new CellException(
              "%s: code cell %d ends with %s%n%s"
                  .formatted(name, count, Output.text(output), Lines.joined(cell.get("source"))));
        }
      }
      cell.addProperty("execution_count", count);
      cell.add("outputs", removesOutput(cell) ? new JsonArray() : array(outputs, count));
    }
    return new Notebook(name, executed);
  }

  /// What a person reads of the outputs, one text per code cell.
  List<String> outputTexts() {
    return codeCells(root).stream()
        .map(cell -> {
          StringBuilder text = new StringBuilder();
          cell.getAsJsonArray("outputs")
              .forEach(output -> text.append(Output.text(output.getAsJsonObject())));
          return text.toString();
        })
        .toList();
  }

  void write(Path file) throws IOException {
    StringWriter text = new StringWriter();
    JsonWriter writer = GSON.newJsonWriter(text);
    // Jupyter's own indentation: opening and saving a notebook there changes no other line.
    writer.setIndent(" ");
    GSON.toJson(root, writer);
    Files.writeString(file, text.append('\n').toString());
  }

  private static List<JsonObject> codeCells(JsonObject notebook) {
    List<JsonObject> cells = new ArrayList<>();
    for (JsonElement element : notebook.getAsJsonArray("cells")) {
      JsonObject cell = element.getAsJsonObject();
      if (cell.get("cell_type").getAsString().equals("code")) {
        cells.add(cell);
      }
    }
    return cells;
  }

  private static boolean removesOutput(JsonObject cell) {
    JsonElement tags = cell.getAsJsonObject("metadata").get("tags");
    return tags != null && tags.getAsJsonArray().contains(new JsonPrimitive("remove-output"));
  }

  private static JsonArray array(List<JsonObject> outputs, int count) {
    JsonArray array = new JsonArray();
    for (JsonObject output : outputs) {
      if (output.has("text")) {
        output.add("text", Lines.split(output.get("text")));
      }
      if (output.has("data")) {
        output
            .getAsJsonObject("data")
            .asMap()
            .replaceAll((type, text) -> text.isJsonPrimitive() ? Lines.split(text) : text);
      }
      if (output.has("execution_count")) {
        output.addProperty("execution_count", count);
      }
      array.add(output);
    }
    return array;
  }
}
