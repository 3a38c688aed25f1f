package dev.arrays.notebooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A message of Jupyter's wire protocol 5.
///
/// On the wire it is a series of frames: `<IDS|MSG>`, the signature of what follows, and four JSON
/// objects: header, parent header, metadata, content. A router puts frames of its own in front.
record Message(String id, String type, String parentId, JsonObject content) {
  private static final String DELIMITER = "<IDS|MSG>";
  private static final String SESSION = UUID.randomUUID().toString();
  private static final String EMPTY = "{}";

  static Message request(String type, JsonObject content) {
    return new Message(UUID.randomUUID().toString(), type, "", content);
  }

  List<byte[]> frames(String key) {
    JsonObject header = new JsonObject();
    header.addProperty("msg_id", id);
    header.addProperty("msg_type", type);
    header.addProperty("session", SESSION);
    header.addProperty("username", "arrays");
    header.addProperty("date", Instant.now().toString());
    header.addProperty("version", "5.4");
    List<String> signed = List.of(header.toString(), EMPTY, EMPTY, content.toString());

    List<byte[]> frames = new ArrayList<>();
    frames.add(DELIMITER.getBytes(UTF_8));
    frames.add(signature(signed, key).getBytes(UTF_8));
    signed.forEach(frame -> frames.add(frame.getBytes(UTF_8)));
    return frames;
  }

  /// The message that frames carry. The signature is not looked at: the kernel is our own child.
  static Message of(List<byte[]> frames) {
    List<String> texts = frames.stream().map(frame -> new String(frame, UTF_8)).toList();
    int start = texts.indexOf(DELIMITER);
    if (start < 0 || texts.size() < start + 6) {
      throw new IllegalStateException("no Jupyter message, but the frames " + texts);
    }
    JsonObject header = object(texts.get(start + 2));
    JsonObject parent = object(texts.get(start + 3));
    return new Message(
        header.get("msg_id").getAsString(),
        header.get("msg_type").getAsString(),
        parent.has("msg_id") ? parent.get("msg_id").getAsString() : "",
        object(texts.get(start + 5)));
  }

  private static JsonObject object(String json) {
    return JsonParser.parseString(json).getAsJsonObject();
  }

  private static String signature(List<String> frames, String key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), mac.getAlgorithm()));
      frames.forEach(frame -> mac.update(frame.getBytes(UTF_8)));
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
