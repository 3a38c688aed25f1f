package dev.arrays.notebooks;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/// A running Jupyter kernel for Java, as a child process, that executes one piece of code at a
/// time.
final class Kernel implements AutoCloseable {
  private static final int START_ATTEMPTS = 5;
  private static final Duration START_LIMIT = Duration.ofSeconds(12);
  private static final Duration CODE_LIMIT = Duration.ofMinutes(3);
  private static final Duration STILL_LOG = Duration.ofMillis(700);
  private static final int POLL_MILLIS = 100;

  private final Connection connection;
  private final Process process;
  private final Path log;
  private final ZContext context = new ZContext();
  private final ZMQ.Socket shell = context.createSocket(SocketType.DEALER);
  private final ZMQ.Socket iopub = context.createSocket(SocketType.SUB);

  private Kernel(Connection connection, Process process, Path log) {
    this.connection = connection;
    this.process = process;
    this.log = log;
  }

  /// Starts a kernel and waits until it answers.
  ///
  /// The kernel creates its sockets in one thread and serves them in others, and sometimes serves
  /// none for ever, the more so when somebody connects in between: so it waits, and a kernel that
  /// stays silent is replaced.
  ///
  /// @param jar the kernel's jar
  /// @param repositories local Maven repositories, comma-separated, where `%dependency` looks first
  /// @param folder the kernel's working directory
  /// @param log the file that what the kernel says of itself is written to
  static Kernel start(Path jar, String repositories, Path folder, Path log) throws IOException {
    for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
      Kernel kernel = launch(jar, repositories, folder, log);
      if (kernel.answers()) {
        return kernel;
      }
      kernel.close();
    }
    throw new IllegalStateException(
        "%d kernels in a row did not answer within %d s each%nThe last one's log: %s"
            .formatted(START_ATTEMPTS, START_LIMIT.toSeconds(), log));
  }

  private static Kernel launch(Path jar, String repositories, Path folder, Path log)
      throws IOException {
    Connection connection = Connection.onFreePorts();
    Path file = log.resolveSibling("connection.json");
    Files.writeString(file, connection.json());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                // JavaCPP, under ND4J, reads through sun.misc.Unsafe.
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true",
                "-Dmaven.repo.local.tail=" + repositories,
                "-jar",
                jar.toString(),
                file.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new Kernel(connection, process, log);
  }

  /// Executes code and returns what it put out, as a notebook's `outputs` hold it.
  List<JsonObject> execute(String code) {
    JsonObject content = new JsonObject();
    content.addProperty("code", code);
    content.addProperty("silent", false);
    content.addProperty("store_history", true);
    content.add("user_expressions", new JsonObject());
    content.addProperty("allow_stdin", false);
    content.addProperty("stop_on_error", true);
    Message request = Message.request("execute_request", content);
    send(request);

    List<JsonObject> outputs = new ArrayList<>();
    long deadline = System.nanoTime() + CODE_LIMIT.toNanos();
    while (true) {
      Message message = receive(iopub);
      if (message == null) {
        checkAlive(deadline, code);
      } else if (message.parentId().equals(request.id())) {
        if (isIdle(message)) {
          return outputs;
        }
        Output.add(outputs, message);
      }
    }
  }

  /// Whether the kernel answers within the limit. The first messages may be lost, since a
  /// subscription takes effect some time after it is made; so it is asked again and again.
  private boolean answers() throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    awaitStillLog(deadline);
    connect(shell, connection.shell());
    connect(iopub, connection.iopub());
    iopub.subscribe(ZMQ.SUBSCRIPTION_ALL);

    boolean answered = false;
    boolean published = false;
    while (System.nanoTime() < deadline && process.isAlive()) {
      send(Message.request("kernel_info_request", new JsonObject()));
      answered |= receive(shell) != null;
      published |= receive(iopub) != null;
      if (answered && published) {
        return true;
      }
    }
    return false;
  }

  /// Waits until the log has begun and has stayed as it is for a while: the kernel then listens.
  private void awaitStillLog(long deadline) throws IOException {
    long length = 0;
    long since = System.nanoTime();
    while (length == 0 || System.nanoTime() - since < STILL_LOG.toNanos()) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
      long now = Files.size(log);
      if (now != length) {
        length = now;
        since = System.nanoTime();
      }
    }
  }

  private void checkAlive(long deadline, String code) {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "the kernel ended with exit code %d when it executed%n%s%nIts log: %s"
              .formatted(process.exitValue(), code, log));
    }
    if (System.nanoTime() > deadline) {
      throw new IllegalStateException(
          "the kernel took more than %d s to execute%n%s%nIts log: %s"
              .formatted(CODE_LIMIT.toSeconds(), code, log));
    }
  }

  private static boolean isIdle(Message message) {
    return message.type().equals("status")
        && message.content().get("execution_state").getAsString().equals("idle");
  }

  private static void connect(ZMQ.Socket socket, int port) {
    socket.setReceiveTimeOut(POLL_MILLIS);
    socket.setLinger(0);
    socket.connect(Connection.address(port));
  }

  private void send(Message message) {
    List<byte[]> frames = message.frames(connection.key());
    for (int i = 0; i < frames.size(); i++) {
      shell.send(frames.get(i), i == frames.size() - 1 ? 0 : ZMQ.SNDMORE);
    }
  }

  private static @Nullable Message receive(ZMQ.Socket socket) {
    byte[] frame = socket.recv();
    if (frame == null) {
      return null;
    }
    List<byte[]> frames = new ArrayList<>(List.of(frame));
    while (socket.hasReceiveMore()) {
      frames.add(socket.recv());
    }
    return Message.of(frames);
  }

  /// Ends the kernel, whose state nobody needs, without asking it.
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    context.close();
  }
}
