package dev.arrays.notebooks;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;

/// Text in a notebook: a string, or an array of its lines, each with its line end.
final class Lines {
  private Lines() {}

  static String joined(JsonElement text) {
    if (!text.isJsonArray()) {
      return text.getAsString();
    }
    StringBuilder joined = new StringBuilder();
    text.getAsJsonArray().forEach(line -> joined.append(line.getAsString()));
    return joined.toString();
  }

  /// The form with an array, whose changes are readable line by line in a diff.
  static JsonArray split(JsonElement text) {
    JsonArray lines = new JsonArray();
    String joined = joined(text);
    for (int start = 0; start < joined.length(); ) {
      int end = joined.indexOf('\n', start) + 1;
      end = end == 0 ? joined.length() : end;
      lines.add(new JsonPrimitive(joined.substring(start, end)));
      start = end;
    }
    return lines;
  }
}
