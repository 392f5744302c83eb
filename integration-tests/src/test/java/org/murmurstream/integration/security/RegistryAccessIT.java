package org.murmurstream.integration.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.KafkaFaults;
import org.murmurstream.kafka.Topic;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.local.SharedCluster;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.Site;
import org.murmurstream.schemas.TopicCatalogue;
import org.murmurstream.stream.testing.Exams;

/** A registry that is reached over TLS alone, and asks for name and password. */
@ExtendWith(SharedCluster.class)
class RegistryAccessIT {

  private final SSLSocketFactory before = HttpsURLConnection.getDefaultSSLSocketFactory();
  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path directory;
  private Connection open;
  private HttpsServer gate;

  @BeforeEach
  void startGate(Connection shared) throws Exception {
    open = shared;
    var certificates = new Certificates(directory);
    Path keys = certificates.keyStore("registry", "dns:localhost,ip:127.0.0.1");
    SSLContext tls = tls(keys, certificates.trustStore(keys, "registry"));
    gate = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gate.setHttpsConfigurator(new HttpsConfigurator(tls));
    gate.createContext("/", this::pass)
        .setAuthenticator(
            new BasicAuthenticator("registry") {
              @Override
              public boolean checkCredentials(String user, String password) {
                return user.equals("app") && password.equals("s3cret");
              }
            });
    gate.start();
    // In a process of its own that is what -Djavax.net.ssl.trustStore does.
    HttpsURLConnection.setDefaultSSLSocketFactory(tls.getSocketFactory());
  }

  @AfterEach
  void stopGate() {
    HttpsURLConnection.setDefaultSSLSocketFactory(before);
    gate.stop(0);
  }

  @Test
  void shouldBeReachedWithNameAndPassword() {
    // Given
    Topic<RecordingChunk> topic = topic(as("s3cret"));
    RecordingChunk chunk = Exams.exam("p", "e").with(Site.AV).chunks().get(0);

    // When
    byte[] bytes = topic.value().serializer().serialize(topic.name(), chunk);

    // Then
    assertThat(topic(as("s3cret")).value().deserializer().deserialize(topic.name(), bytes))
        .isEqualTo(chunk);
  }

  @Test
  void shouldSayThatNameOrPasswordAreWrongAndNotRepeatThem() {
    // Given
    Topic<RecordingChunk> topic = topic(as("wr0ng"));
    RecordingChunk chunk = Exams.exam("p", "e").with(Site.AV).chunks().get(0);

    // Then
    assertThatThrownBy(() -> topic.value().serializer().serialize(topic.name(), chunk))
        .satisfies(
            thrown -> {
              UserException fault = KafkaFaults.of(thrown, open, topic.name());
              assertThat(fault).hasMessageStartingWith("The schema registry ");
              for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain("wr0ng");
              }
            });
  }

  private Connection as(String password) {
    return new Connection(
        open.bootstrapServers(),
        "https://localhost:" + gate.getAddress().getPort(),
        Map.of(
            "basic.auth.credentials.source",
            "USER_INFO",
            "basic.auth.user.info",
            "app:" + password));
  }

  /** Under a name of its own, so that nothing is known of it. */
  private static Topic<RecordingChunk> topic(Connection connection) {
    return AvroSerdes.of(connection)
        .topic(TopicCatalogue.RECORDINGS, "gate-" + UUID.randomUUID(), RecordingChunk.class);
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(open.registryUrl() + exchange.getRequestURI()))
              .method(
                  exchange.getRequestMethod(),
                  BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
              .build();
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static SSLContext tls(Path keyStore, Path trustStore) throws Exception {
    char[] password = Certificates.PASSWORD.toCharArray();
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(load(keyStore), password);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(load(trustStore));
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return tls;
  }

  private static KeyStore load(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, Certificates.PASSWORD.toCharArray());
    }
    return store;
  }
}
