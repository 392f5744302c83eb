package org.murmurstream.kafka.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.kafka.SerdeFault;
import org.murmurstream.schemas.RecordingChunk;

class SerdeFaultTest {

  private static final byte[] FRAMED = {0, 0, 0, 0, 7, 2, 4, 6, 8, 10};

  private HttpServer registry;

  @BeforeEach
  void startRegistry() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.start();
  }

  @AfterEach
  void stopRegistry() {
    registry.stop(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 |                                                           | TRANSIENT
          200 | <html>sign in</html>                                      | TRANSIENT
          401 | {"error_code":401,"message":"Unauthorized"}               | TRANSIENT
          403 | {"error_code":403,"message":"Forbidden"}                  | TRANSIENT
          404 | <html>no such page</html>                                 | TRANSIENT
          404 | {"error_code":40403,"message":"Schema not found"}         | UNKNOWN_SCHEMA
          408 | {"error_code":408,"message":"Timeout"}                    | TRANSIENT
          429 | {"error_code":429,"message":"Too many requests"}          | TRANSIENT
          500 | {"error_code":50001,"message":"Error in the data store"}  | TRANSIENT
          502 | <html>bad gateway</html>                                  | TRANSIENT
          503 | {"error_code":50003,"message":"Not the leader"}           | TRANSIENT
          """)
  void shouldSortByWhatTheRegistryAnswers(int status, String body, SerdeFault expected) {
    // Given
    answer(status, body == null ? "" : body);

    // When
    Throwable thrown = catchThrowable(() -> deserializer().deserialize("recordings", FRAMED));

    // Then
    assertThat(thrown).isInstanceOf(SerializationException.class);
    assertThat(SerdeFault.of(thrown)).isEqualTo(expected);
  }

  @Test
  void shouldTryAgainWhenNoOneListens() {
    // Given
    registry.stop(0);

    // When
    Throwable thrown = catchThrowable(() -> deserializer().deserialize("recordings", FRAMED));

    // Then
    assertThat(SerdeFault.of(thrown)).isEqualTo(SerdeFault.TRANSIENT);
  }

  @Test
  void shouldTryAgainWhenTheRegistryHangsUp() {
    // Given
    registry.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write("{\"schema\":".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });

    // When
    Throwable thrown = catchThrowable(() -> deserializer().deserialize("recordings", FRAMED));

    // Then
    assertThat(SerdeFault.of(thrown)).isEqualTo(SerdeFault.TRANSIENT);
  }

  /** What proxies say when the registry behind them is away, or does not know who asks. */
  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 500, 502, 503})
  void shouldTryAgainAfterAnErrorWithoutABody(int status) {
    // Given
    registry.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(status, -1);
          }
        });

    // When
    Throwable read = catchThrowable(() -> deserializer().deserialize("recordings", FRAMED));

    // Then
    assertThat(SerdeFault.of(read)).isEqualTo(SerdeFault.TRANSIENT);
  }

  @Test
  void shouldTryAgainAfterATimeout() {
    assertThat(SerdeFault.of(new SerializationException(new SocketTimeoutException("slow"))))
        .isEqualTo(SerdeFault.TRANSIENT);
    assertThat(SerdeFault.of(new TimeoutException("slow"))).isEqualTo(SerdeFault.TRANSIENT);
  }

  @Test
  void shouldReadTheSameBytesOnceTheRegistryIsBack() {
    // Given
    byte[] bytes = anExample();
    bytes[4] = 7;
    Deserializer<RecordingChunk> deserializer = deserializer();
    registry.createContext("/", exchange -> exchange.sendResponseHeaders(503, -1));
    assertThat(catchThrowable(() -> deserializer.deserialize("recordings", bytes))).isNotNull();

    // When
    registry.removeContext("/");
    answer(200, "{\"schema\":%s}".formatted(quoted(RecordingChunk.SCHEMA$.toString())));

    // Then
    assertThat(deserializer.deserialize("recordings", bytes)).isEqualTo(ExampleChunk.chunk());
  }

  @Test
  void shouldUnderstandARegistryThatSaysMoreThanTheClientKnows() {
    // Given
    byte[] bytes = anExample();
    bytes[4] = 7;
    answer(
        200,
        "{\"guid\":\"9c2f\",\"metadata\":null,\"schema\":%s}"
            .formatted(quoted(RecordingChunk.SCHEMA$.toString())));

    // Then
    assertThat(deserializer().deserialize("recordings", bytes)).isEqualTo(ExampleChunk.chunk());
  }

  @Test
  void shouldGiveUpTruncatedBytes() {
    // Given
    byte[] bytes = anExample();
    bytes[4] = 7;
    answer(200, "{\"schema\":%s}".formatted(quoted(RecordingChunk.SCHEMA$.toString())));
    Deserializer<RecordingChunk> deserializer = deserializer();

    for (int length = 0; length < bytes.length; length++) {
      // When
      byte[] truncated = Arrays.copyOf(bytes, length);
      Throwable thrown = catchThrowable(() -> deserializer.deserialize("recordings", truncated));

      // Then
      assertThat(thrown).as("%d bytes", length).isInstanceOf(SerializationException.class);
      assertThat(SerdeFault.of(thrown)).as("%d bytes", length).isEqualTo(SerdeFault.POISON);
    }
  }

  @Test
  void shouldGiveUpARecordWhoseSchemaIsNotOurs() {
    // Given
    answer(200, "{\"schema\":%s}".formatted(quoted("\"string\"")));

    // When
    Throwable thrown = catchThrowable(() -> deserializer().deserialize("recordings", FRAMED));

    // Then
    assertThat(SerdeFault.of(thrown)).isEqualTo(SerdeFault.POISON);
  }

  @Test
  void shouldGiveUpASchemaThatIsNotAvro() {
    // Given
    answer(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"message Chunk {}\"}");

    // When
    Throwable thrown = catchThrowable(() -> deserializer().deserialize("recordings", FRAMED));

    // Then
    assertThat(SerdeFault.of(thrown)).isEqualTo(SerdeFault.POISON);
  }

  private void answer(int status, String body) {
    registry.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private Deserializer<RecordingChunk> deserializer() {
    String url = "http://localhost:" + registry.getAddress().getPort();
    return new AvroSerdes(Map.of("schema.registry.url", url))
        .value(RecordingChunk.class)
        .deserializer();
  }

  private static byte[] anExample() {
    return AvroSerdes.inMemory()
        .value(RecordingChunk.class)
        .serializer()
        .serialize("recordings", ExampleChunk.chunk());
  }

  private static String quoted(String json) {
    return "\"" + json.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
