package dev.arrays.notebooks;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.regex.Pattern;

/// Outputs of a cell, in the form that notebook format 4 gives them.
final class Output {
  private static final Pattern COLOURS = Pattern.compile("\u001B\\[[0-9;]*m");

  private Output() {}

  /// Adds what a message publishes to the outputs so far. Messages that are no output are passed
  /// over.
  static void add(List<JsonObject> outputs, Message message) {
    JsonObject content = message.content();
    switch (message.type()) {
      case "stream" -> addText(outputs, content);
      case "display_data" -> outputs.add(data(message, "data", "metadata"));
      case "execute_result" -> outputs.add(data(message, "data", "metadata", "execution_count"));
      case "error" -> outputs.add(data(message, "ename", "evalue", "traceback"));
      default -> {}
    }
  }

  /// What a person reads of an output; of a picture, its type only.
  static String text(JsonObject output) {
    return switch (output.get("output_type").getAsString()) {
      case "stream" -> Lines.joined(output.get("text"));
      case "error" -> output.get("ename").getAsString() + ": " + output.get("evalue").getAsString();
      default -> {
        StringBuilder text = new StringBuilder();
        output
            .getAsJsonObject("data")
            .asMap()
            .forEach((type, value) ->
                text.append(type.startsWith("text/") ? Lines.joined(value) : type).append('\n'));
        yield text.toString();
      }
    };
  }

  static boolean isError(JsonObject output) {
    return output.get("output_type").getAsString().equals("error");
  }

  private static void addText(List<JsonObject> outputs, JsonObject content) {
    String name = content.get("name").getAsString();
    String text = COLOURS.matcher(content.get("text").getAsString()).replaceAll("");
    JsonObject last = outputs.isEmpty() ? new JsonObject() : outputs.getLast();
    if (last.has("name") && last.get("name").getAsString().equals(name)) {
      last.addProperty("text", last.get("text").getAsString() + text);
      return;
    }
    JsonObject output = new JsonObject();
    output.addProperty("output_type", "stream");
    output.addProperty("name", name);
    output.addProperty("text", text);
    outputs.add(output);
  }

  private static JsonObject data(Message message, String... kept) {
    JsonObject output = new JsonObject();
    output.addProperty("output_type", message.type());
    for (String key : kept) {
      if (message.content().has(key)) {
        output.add(key, message.content().get(key));
      } else if (key.equals("metadata")) {
        output.add(key, new JsonObject());
      }
    }
    return output;
  }
}
