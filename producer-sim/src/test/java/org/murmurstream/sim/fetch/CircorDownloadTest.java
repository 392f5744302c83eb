package org.murmurstream.sim.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.UserException;

class CircorDownloadTest {

  private static final int ATTEMPTS = 3;
  private static final String WAV = "/training_data/1_AV.wav";

  private final Map<String, byte[]> files = new HashMap<>();
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger fetched = new AtomicInteger();
  private final AtomicInteger kept = new AtomicInteger();
  private HttpServer server;

  @TempDir private Path folder;

  /** What the server does to the next requests of a file; true while it goes on doing so. */
  private interface Fault {
    boolean handle(HttpExchange exchange, byte[] content) throws IOException;
  }

  @BeforeEach
  void serve() throws IOException {
    byte[] wav = new byte[100_000];
    new Random(1).nextBytes(wav);
    files.put(WAV, wav);
    files.put("/training_data/1.txt", "1 1 4000\n".getBytes(StandardCharsets.UTF_8));
    files.put("/LICENSE.txt", "ODC-By 1.0".getBytes(StandardCharsets.UTF_8));
    StringBuilder sums = new StringBuilder();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path temporary = Files.write(folder.resolve("sum"), file.getValue());
      sums.append(Sha256.of(temporary) + " " + file.getKey() + "\n");
    }
    Files.delete(folder.resolve("sum"));
    String relative = sums.toString().replace(" /", " ");
    files.put("/SHA256SUMS.txt", relative.getBytes(StandardCharsets.UTF_8));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    ((java.util.concurrent.ExecutorService) server.getExecutor()).shutdownNow();
  }

  @Test
  void shouldDownloadEveryFileOfTheList() throws Exception {
    // When
    download();

    // Then
    assertThat(folder.resolve("training_data/1_AV.wav")).hasBinaryContent(files.get(WAV));
    assertThat(folder.resolve("LICENSE.txt")).hasContent("ODC-By 1.0");
    assertThat(folder.resolve("training_data/1.txt")).exists();
    assertThat(fetched).hasValue(3);
  }

  @Test
  void shouldFetchNothingAgainThatIsThereAndRight() throws Exception {
    // Given
    download();
    requests.clear();

    // When
    download();

    // Then
    assertThat(requests).containsExactly("/SHA256SUMS.txt null");
    assertThat(kept).hasValue(3);
  }

  @Test
  void shouldGoOnWhereAnEarlierDownloadStopped() throws Exception {
    // Given
    Files.createDirectories(folder.resolve("training_data"));
    Files.write(
        folder.resolve("training_data/1_AV.wav.part"), Arrays.copyOf(files.get(WAV), 60_000));

    // When
    download();

    // Then
    assertThat(requests).contains(WAV + " bytes=60000-");
    assertThat(folder.resolve("training_data/1_AV.wav")).hasBinaryContent(files.get(WAV));
    assertThat(folder.resolve("training_data/1_AV.wav.part")).doesNotExist();
  }

  @Test
  void shouldGoOnByItselfWhenTheConnectionBreaks() throws Exception {
    // Given
    faults.put(
        WAV,
        once(
            (exchange, content) -> {
              exchange.sendResponseHeaders(200, content.length);
              exchange.getResponseBody().write(content, 0, 40_000);
              exchange.getResponseBody().flush();
              exchange.close();
            }));

    // When
    download();

    // Then
    assertThat(requests).anyMatch(request -> request.startsWith(WAV + " bytes="));
    assertThat(folder.resolve("training_data/1_AV.wav")).hasBinaryContent(files.get(WAV));
  }

  @Test
  void shouldStartAnewWhereTheServerKnowsNoRanges() throws Exception {
    // Given
    Files.createDirectories(folder.resolve("training_data"));
    Files.write(folder.resolve("training_data/1_AV.wav.part"), new byte[500]);
    faults.put(WAV, once((exchange, content) -> send(exchange, 200, content)));

    // When
    download();

    // Then
    assertThat(folder.resolve("training_data/1_AV.wav")).hasBinaryContent(files.get(WAV));
  }

  @Test
  void shouldTakeAWholePartThatWasNeverMoved() throws Exception {
    // Given
    Files.createDirectories(folder.resolve("training_data"));
    Files.write(folder.resolve("training_data/1_AV.wav.part"), files.get(WAV));

    // When
    download();

    // Then
    assertThat(folder.resolve("training_data/1_AV.wav")).hasBinaryContent(files.get(WAV));
  }

  @Test
  void shouldFetchAgainWhatCameCorrupted() throws Exception {
    // Given
    faults.put(WAV, once((exchange, content) -> send(exchange, 200, new byte[content.length])));

    // When
    download();

    // Then
    assertThat(folder.resolve("training_data/1_AV.wav")).hasBinaryContent(files.get(WAV));
  }

  @Test
  void shouldReplaceAFileThatIsThereAndWrong() throws Exception {
    // Given
    Files.writeString(folder.resolve("LICENSE.txt"), "other");

    // When
    download();

    // Then
    assertThat(folder.resolve("LICENSE.txt")).hasContent("ODC-By 1.0");
  }

  @Test
  void shouldNeverPutAWrongFileInItsPlace() {
    // Given
    faults.put(
        WAV,
        (exchange, content) -> {
          send(exchange, 200, new byte[content.length]);
          return true;
        });

    // When // Then
    assertThatThrownBy(this::download)
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("1_AV.wav", "wrong checksum", "run the command again");
    assertThat(folder.resolve("training_data/1_AV.wav")).doesNotExist();
  }

  @Test
  void shouldTryAgainWhenTheServerIsBusy() throws Exception {
    // Given
    faults.put(WAV, once((exchange, content) -> send(exchange, 503, new byte[0])));

    // When
    download();

    // Then
    assertThat(folder.resolve("training_data/1_AV.wav")).exists();
  }

  @Test
  void shouldNotTryAgainWhatTheServerDoesNotHave() {
    // Given
    faults.put(
        WAV,
        (exchange, content) -> {
          send(exchange, 404, new byte[0]);
          return true;
        });

    // When // Then
    assertThatThrownBy(this::download)
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("1_AV.wav", "status 404");
    assertThat(requests).filteredOn(request -> request.startsWith(WAV)).hasSize(1);
  }

  @Test
  void shouldSayThatTheServerCannotBeReached() throws IOException {
    // Given
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    URI nobody = URI.create("http://localhost:" + closed + "/");

    // When // Then
    assertThatThrownBy(() -> downloadFrom(nobody))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("could not be downloaded from " + nobody + ": no connection.");
  }

  @Test
  void shouldRefuseAListThatIsNoneOrLeadsOutOfTheFolder() {
    for (String list : List.of("<html>login</html>", "a".repeat(64) + "  ../outside")) {
      // Given
      files.put("/SHA256SUMS.txt", list.getBytes(StandardCharsets.UTF_8));

      // When // Then
      assertThatThrownBy(this::download)
          .isInstanceOf(UserException.class)
          .hasMessageContaining("no list of checksums");
    }
  }

  @Test
  void shouldDownloadFromPhysioNetUnlessToldOtherwise() {
    // When // Then
    assertThat(CircorDownload.HOME)
        .hasToString("https://physionet.org/files/circor-heart-sound/1.0.3/");
  }

  private void download() throws InterruptedException {
    downloadFrom(URI.create("http://localhost:" + server.getAddress().getPort()));
  }

  private void downloadFrom(URI home) throws InterruptedException {
    new CircorDownload(home, 2, new Download(ATTEMPTS, Duration.ofMillis(5)))
        .into(
            folder,
            new CircorDownload.Progress() {
              @Override
              public void files(int count) {}

              @Override
              public void done(boolean isNew) {
                (isNew ? fetched : kept).incrementAndGet();
              }
            });
  }

  /** What a server does to one request. */
  private interface Answer {
    void handle(HttpExchange exchange, byte[] content) throws IOException;
  }

  private static Fault once(Answer answer) {
    AtomicInteger times = new AtomicInteger();
    return (exchange, content) -> {
      if (times.getAndIncrement() > 0) {
        return false;
      }
      answer.handle(exchange, content);
      return true;
    };
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(path + " " + range);
    byte[] content = files.get(path);
    Fault fault = faults.get(path);
    if (fault != null && fault.handle(exchange, content)) {
      return;
    }
    if (content == null) {
      send(exchange, 404, new byte[0]);
    } else if (range == null) {
      send(exchange, 200, content);
    } else {
      int from = Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1"));
      if (from >= content.length) {
        send(exchange, 416, new byte[0]);
      } else {
        send(exchange, 206, Arrays.copyOfRange(content, from, content.length));
      }
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
