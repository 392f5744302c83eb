package org.murmurstream.local.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.murmurstream.http.RawClient;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.local.Chunks;
import org.murmurstream.local.SharedCluster;
import org.murmurstream.schemas.ModelIdentity;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.TopicCatalogue;

@ExtendWith(SharedCluster.class)
class EmbeddedRegistryIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCHEMA =
      SchemaBuilder.record("R").fields().requiredString("a").endRecord().toString();
  private static final String INCOMPATIBLE =
      SchemaBuilder.record("R")
          .fields()
          .requiredString("a")
          .requiredInt("b")
          .endRecord()
          .toString();

  private final String subject = UUID.randomUUID() + "-value";
  private final HttpClient http = HttpClient.newHttpClient();
  private Connection connection;

  @BeforeEach
  void connect(Connection shared) {
    connection = shared;
  }

  @Test
  void shouldRegisterFindAndTell() throws Exception {
    // When
    int id = post("/subjects/" + subject + "/versions", schema(SCHEMA)).path("id").asInt();

    // Then
    JsonNode version = get("/subjects/" + subject + "/versions/latest");
    assertThat(version.path("subject").asText()).isEqualTo(subject);
    assertThat(version.path("version").asInt()).isEqualTo(1);
    assertThat(version.path("id").asInt()).isEqualTo(id);
    assertThat(version.path("schema").asText()).isEqualTo(SCHEMA);
    assertThat(version.has("deleted")).isFalse();
    assertThat(get("/schemas/ids/" + id).path("schema").asText()).isEqualTo(SCHEMA);
    assertThat(get("/schemas/ids/" + id + "/versions").findValuesAsText("subject"))
        .contains(subject);
    assertThat(get("/subjects/" + subject + "/versions/1/schema")).isEqualTo(JSON.readTree(SCHEMA));
    assertThat(post("/subjects/" + subject, schema(SCHEMA)).path("id").asInt()).isEqualTo(id);
    assertThat(get("/subjects/" + subject + "/versions").toString()).isEqualTo("[1]");
    assertThat(get("/subjects").toString()).contains(subject);
  }

  @Test
  void shouldRefuseAnIncompatibleSchemaWith409() throws Exception {
    // Given
    post("/subjects/" + subject + "/versions", schema(SCHEMA));

    // When
    HttpResponse<String> answer =
        send("POST", "/subjects/" + subject + "/versions", schema(INCOMPATIBLE));

    // Then
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(JSON.readTree(answer.body()).path("error_code").asInt()).isEqualTo(409);
    assertThat(
            post("/compatibility/subjects/" + subject + "/versions/latest", schema(INCOMPATIBLE))
                .path("is_compatible")
                .asBoolean())
        .isFalse();
  }

  @Test
  void shouldTakeItOnceTheLevelAllows() throws Exception {
    // Given
    post("/subjects/" + subject + "/versions", schema(SCHEMA));
    assertThat(get("/config").path("compatibilityLevel").asText()).isEqualTo("BACKWARD");

    // When
    send("PUT", "/config/" + subject, "{\"compatibility\":\"forward\"}");

    // Then
    assertThat(get("/config/" + subject).path("compatibilityLevel").asText()).isEqualTo("FORWARD");
    assertThat(
            send("POST", "/subjects/" + subject + "/versions", schema(INCOMPATIBLE)).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /subjects/none/versions               |                                     | 404 | 40401
          GET    | /subjects/none/versions/1             |                                     | 404 | 40401
          POST   | /subjects/none                        | {"schema":"\\"int\\""}              | 404 | 40401
          DELETE | /subjects/none                        |                                     | 404 | 40401
          GET    | /schemas/ids/987654                   |                                     | 404 | 40403
          GET    | /config/none                          |                                     | 404 | 40408
          POST   | /subjects/none/versions               | {"schema":"nonsense"}               | 422 | 42201
          POST   | /subjects/none/versions               | {}                                  | 422 | 42201
          POST   | /subjects/none/versions               | {"schema":"{}","schemaType":"JSON"} | 422 | 42201
          POST   | /subjects/none/versions               | {"schema":"\\"int\\"","references":[{"name":"x","subject":"x","version":1}]} | 422 | 42201
          POST   | /subjects/none/versions               | not JSON                            | 422 | 422
          PUT    | /config                               | {"compatibility":"SOMETIMES"}       | 422 | 42203
          GET    | /nowhere                              |                                     | 404 | 404
          PATCH  | /subjects                             |                                     | 405 | 405
          """)
  void shouldAnswerErrorsAsConfluentDoes(
      String method, String path, String body, int status, int code) throws Exception {
    // When
    HttpResponse<String> answer = send(method, path, body == null ? "" : body);

    // Then
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(JSON.readTree(answer.body()).path("error_code").asInt()).isEqualTo(code);
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("application/vnd.schemaregistry.v1+json");
  }

  @Test
  void shouldServeConfluentsOwnSerde() {
    // Given
    var topic = AvroSerdes.of(connection).topic(TopicCatalogue.RECORDINGS, RecordingChunk.class);
    RecordingChunk chunk = Chunks.chunk();

    // When
    byte[] bytes = topic.value().serializer().serialize(topic.name(), chunk);

    // Then
    var reader = AvroSerdes.of(connection).topic(TopicCatalogue.RECORDINGS, RecordingChunk.class);
    assertThat(reader.value().deserializer().deserialize(topic.name(), bytes)).isEqualTo(chunk);
  }

  @Test
  void shouldKeepAnotherTypeOffATopicThatHasOne() {
    // Given
    AvroSerdes serdes = AvroSerdes.of(connection);
    String topic = UUID.randomUUID().toString();
    serdes.value(RecordingChunk.class).serializer().serialize(topic, Chunks.chunk());
    ModelIdentity other =
        ModelIdentity.newBuilder().setName("m").setVersion("v").setDigest("d").build();

    // Then
    assertThatThrownBy(() -> serdes.value(ModelIdentity.class).serializer().serialize(topic, other))
        .rootCause()
        .hasMessageContaining("incompatible");
  }

  @Test
  void shouldGiveTheSameIdsAfterARestart() throws Exception {
    // Given
    int id = post("/subjects/" + subject + "/versions", schema(SCHEMA)).path("id").asInt();
    send("PUT", "/config/" + subject, "{\"compatibility\":\"NONE\"}");

    // When another registry reads the same topic
    try (EmbeddedRegistry restarted =
        EmbeddedRegistry.start(connection, new InetSocketAddress("localhost", 0))) {
      var there = new Connection(connection.bootstrapServers(), restarted.url(), Map.of());

      // Then
      assertThat(json(http(there, "GET", "/schemas/ids/" + id, "")).path("schema").asText())
          .isEqualTo(SCHEMA);
      assertThat(
              json(http(there, "GET", "/config/" + subject, ""))
                  .path("compatibilityLevel")
                  .asText())
          .isEqualTo("NONE");
    }
  }

  @Test
  void shouldKeepSubjectsWhoseNamesNeedPercentSigns() throws Exception {
    // When
    post("/subjects/a%2Fb%20" + subject + "/versions", schema(SCHEMA));

    // Then
    assertThat(get("/subjects").toString()).contains("a/b " + subject);
  }

  @Test
  void shouldAnswerWhoeverElseIsThere() {
    // Given
    int port = URI.create(connection.registryUrl()).getPort();
    try (var half = new RawClient(port);
        var debtor = new RawClient(port)) {
      half.send("GET /subjects HTT");
      debtor.send("POST /subjects/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
      List<RawClient> idle = RawClient.idle(port, 3000);

      // Then
      assertThat(RawClient.get(port, "/subjects")).startsWith("HTTP/1.1 200");
      await().until(half::isEnded);
      idle.forEach(RawClient::close);
    }
  }

  @Test
  void shouldRefuseABodyBeyondEverySchema() throws Exception {
    // When
    HttpResponse<String> answer = send("POST", "/subjects/" + subject, "x".repeat((4 << 20) + 1));

    // Then
    assertThat(answer.statusCode()).isEqualTo(413);
  }

  private static String schema(String schema) {
    return JSON.createObjectNode().put("schema", schema).toString();
  }

  private JsonNode get(String path) throws Exception {
    return json(send("GET", path, ""));
  }

  private JsonNode post(String path, String body) throws Exception {
    return json(send("POST", path, body));
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return http(connection, method, path, body);
  }

  private HttpResponse<String> http(Connection where, String method, String path, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(where.registryUrl() + path))
            .method(method, BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }
}
