package dev.arrays.notebooks;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Where a kernel listens, and the key that signs the messages: Jupyter's connection file.
record Connection(int shell, int iopub, int stdin, int control, int heartbeat, String key) {
  private static final String HOST = "127.0.0.1";

  /// A connection on ports that were free a moment ago.
  static Connection onFreePorts() throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 5; i++) {
        // All are open at once, so that no port comes twice.
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      int[] ports = sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
      return new Connection(
          ports[0], ports[1], ports[2], ports[3], ports[4], UUID.randomUUID().toString());
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  static String address(int port) {
    return "tcp://" + HOST + ":" + port;
  }

  String json() {
    JsonObject json = new JsonObject();
    json.addProperty("transport", "tcp");
    json.addProperty("ip", HOST);
    json.addProperty("shell_port", shell);
    json.addProperty("iopub_port", iopub);
    json.addProperty("stdin_port", stdin);
    json.addProperty("control_port", control);
    json.addProperty("hb_port", heartbeat);
    json.addProperty("signature_scheme", "hmac-sha256");
    json.addProperty("key", key);
    return json.toString();
  }
}
