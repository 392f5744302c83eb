package org.murmurstream.proof.rig.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.murmurstream.proof.rig.machine.ForkedJvm;
import org.murmurstream.proof.rig.machine.JavaRuntime;
import org.murmurstream.proof.rig.machine.JvmSpec;
import org.murmurstream.proof.rig.machine.Protocol;
import org.murmurstream.proof.rig.main.RiggedApplication;

/** One instance of the application; its state directory outlives its process. */
public final class Instance implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration HTTP_PATIENCE = Duration.ofSeconds(5);

  /** The heap is in memory from the start: what grows afterwards is something else. */
  private static final List<String> OPTIONS =
      List.of(
          "-Xms256m",
          "-Xmx256m",
          "-XX:+AlwaysPreTouch",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-CreateCoredumpOnCrash");

  /** Lines of a log that tell why it ended. */
  private static final Pattern COMPLAINT = Pattern.compile(" ERROR |^(ended|refused|Caused by): ");

  private static final int MOST_COMPLAINTS = 6;

  private final JavaRuntime java;
  private final Path stateDirectory;
  private final Path log;
  private final Map<String, String> settings;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(HTTP_PATIENCE).build();
  private Map<String, String> environment = Map.of();
  private Optional<ForkedJvm> process = Optional.empty();
  private int healthPort;

  Instance(JavaRuntime java, Path stateDirectory, Path log, Map<String, String> settings) {
    this.java = java;
    this.stateDirectory = stateDirectory;
    this.log = log;
    this.settings = new HashMap<>(settings);
    this.settings.put("state.dir", stateDirectory.toString());
  }

  /** Sets something otherwise, from the next start on. */
  public Instance with(Map<String, String> changed) {
    settings.putAll(changed);
    return this;
  }

  /** Takes settings back, from the next start on. */
  public Instance without(String... keys) {
    for (String key : keys) {
      settings.remove(key);
    }
    return this;
  }

  /** Gives the process variables of its own, from the next start on. */
  public Instance withEnvironment(Map<String, String> variables) {
    environment = Map.copyOf(variables);
    return this;
  }

  /** Starts it; returns when its port of health is known, which is before it is ready. */
  public Instance start() throws InterruptedException {
    begin();
    if (!isUp(PATIENCE)) {
      throw new IllegalStateException("an instance does not start; its log is " + log);
    }
    return this;
  }

  /** Starts it without waiting. */
  public void begin() {
    List<String> arguments =
        settings.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList();
    List<String> options = new ArrayList<>(OPTIONS);
    options.add("-XX:ErrorFile=" + log + ".crash");
    process =
        Optional.of(
            ForkedJvm.start(
                java,
                new JvmSpec(
                    RiggedApplication.class.getName(), arguments, options, environment, log)));
  }

  /** Whether it has come so far that it tells its port of health. */
  public boolean isUp(Duration patience) throws InterruptedException {
    Optional<String> line = process().await(Protocol.READY, patience);
    line.ifPresent(
        text -> healthPort = Integer.parseInt(text.substring(Protocol.READY.length()).strip()));
    return line.isPresent();
  }

  /** Waits until it is ready. */
  public Instance awaitReady() throws InterruptedException {
    if (!becomesReady()) {
      throw new IllegalStateException("an instance is not ready in time; its log is " + log);
    }
    return this;
  }

  /** Starts it, and waits until it is ready or ends; returns whether it is ready. */
  public boolean tryStart() throws InterruptedException {
    begin();
    return isUp(PATIENCE) && becomesReady();
  }

  private boolean becomesReady() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isReady()) {
      if (System.nanoTime() > end || !process().isAlive()) {
        return false;
      }
      Thread.sleep(100);
    }
    return true;
  }

  public boolean isReady() throws InterruptedException {
    return status("/readyz") == 200;
  }

  /** Whether it is ready, and no rebalance is under way. */
  public boolean isSettled() throws InterruptedException {
    return get("/readyz")
        .filter(page -> page.statusCode() == 200 && page.body().startsWith("running"))
        .isPresent();
  }

  public boolean isLive() throws InterruptedException {
    return status("/livez") == 200;
  }

  /** Status of a page of health; 0 if it does not answer within five seconds. */
  public int status(String page) throws InterruptedException {
    return get(page).map(HttpResponse::statusCode).orElse(0);
  }

  /** A page of health; nothing if it does not answer within five seconds. */
  public Optional<HttpResponse<String>> get(String page) throws InterruptedException {
    try {
      return Optional.of(
          http.send(
              HttpRequest.newBuilder(URI.create("http://localhost:" + healthPort + page))
                  .timeout(HTTP_PATIENCE)
                  .build(),
              HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Bytes of its heap in use after a collection; nothing if it does not say. */
  public OptionalLong usedHeap() throws InterruptedException {
    process().say(Protocol.HEAP);
    return process()
        .await(Protocol.HEAP, Duration.ofSeconds(30))
        .map(line -> OptionalLong.of(Long.parseLong(line.substring(Protocol.HEAP.length() + 1))))
        .orElse(OptionalLong.empty());
  }

  /**
   * Its present or last process.
   *
   * @throws IllegalStateException if it was never started
   */
  public ForkedJvm process() {
    return process.orElseThrow(() -> new IllegalStateException("never started"));
  }

  public boolean isRunning() {
    return process.map(ForkedJvm::isAlive).orElse(false);
  }

  public int healthPort() {
    return healthPort;
  }

  public Path stateDirectory() {
    return stateDirectory;
  }

  /**
   * How it stands, and the last complaints of its log: for whoever asks why it did not do as it
   * should.
   */
  public String lastWords() throws InterruptedException {
    if (process.isEmpty()) {
      return "was never started";
    }
    String state =
        isRunning() ? "runs" : "ended with status " + process().awaitEnd(Duration.ZERO).orElse(-1);
    try (Stream<String> lines = Files.lines(log)) {
      List<String> complaints = lines.filter(COMPLAINT.asPredicate()).toList();
      return String.join(
          "; ",
          Stream.concat(
                  Stream.of(state),
                  complaints.stream().skip(Math.max(0, complaints.size() - MOST_COMPLAINTS)))
              .toList());
    } catch (IOException | UncheckedIOException e) {
      return state;
    }
  }

  @Override
  public void close() {
    process.ifPresent(ForkedJvm::close);
  }
}
