package org.murmurstream.local.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.murmurstream.http.HttpAnswer;
import org.murmurstream.http.HttpRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Confluent's REST API: paths, queries and bodies to questions for the store, answers to JSON. */
final class RegistryHandler implements Function<HttpRequest, HttpAnswer> {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryHandler.class);
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SchemaStore store;
  private final List<Route> routes;

  RegistryHandler(SchemaStore store) {
    this.store = store;
    this.routes =
        List.of(
            Route.of("GET", "/", request -> Map.of()),
            Route.of("GET", "/subjects", request -> store.subjects(request.flag("deleted"))),
            Route.of("POST", "/subjects/{}", this::find),
            Route.of("DELETE", "/subjects/{}", this::deleteSubject),
            Route.of("GET", "/subjects/{}/versions", this::versions),
            Route.of("POST", "/subjects/{}/versions", this::register),
            Route.of("GET", "/subjects/{}/versions/{}", this::version),
            Route.of("DELETE", "/subjects/{}/versions/{}", this::deleteVersion),
            Route.of("GET", "/subjects/{}/versions/{}/schema", r -> json(version(r).schema())),
            Route.of("GET", "/schemas/types", request -> List.of("AVRO")),
            Route.of("GET", "/schemas/ids/{}", r -> Map.of("schema", byId(r).get(0).schema())),
            Route.of("GET", "/schemas/ids/{}/schema", r -> json(byId(r).get(0).schema())),
            Route.of("GET", "/schemas/ids/{}/subjects", this::subjectsOfId),
            Route.of("GET", "/schemas/ids/{}/versions", this::versionsOfId),
            Route.of("GET", "/config", request -> level(store.level())),
            Route.of("PUT", "/config", request -> setLevel(request, Optional.empty())),
            Route.of("GET", "/config/{}", this::levelOfSubject),
            Route.of("PUT", "/config/{}", r -> setLevel(r, Optional.of(r.parameter(0)))),
            Route.of("DELETE", "/config/{}", this::deleteLevel),
            Route.of("POST", "/compatibility/subjects/{}/versions", this::isCompatibleWithAll),
            Route.of("POST", "/compatibility/subjects/{}/versions/{}", this::isCompatible),
            Route.of("GET", "/mode", request -> Map.of("mode", "READWRITE")));
  }

  private Object register(Request request) {
    return Map.of("id", store.register(request.parameter(0), request.avroSchema()).id());
  }

  private Object find(Request request) {
    return store.find(request.parameter(0), request.avroSchema(), request.flag("deleted"));
  }

  private Object versions(Request request) {
    return store.versionsOf(request.parameter(0), request.flag("deleted"));
  }

  private SchemaVersion version(Request request) {
    return store.version(request.parameter(0), request.version(1), request.flag("deleted"));
  }

  private Object deleteSubject(Request request) {
    return store.deleteSubject(request.parameter(0), request.flag("permanent"));
  }

  private Object deleteVersion(Request request) {
    return store.deleteVersion(request.parameter(0), request.version(1), request.flag("permanent"));
  }

  private List<SchemaVersion> byId(Request request) {
    try {
      return store.byId(Integer.parseInt(request.parameter(0)));
    } catch (NumberFormatException e) {
      throw RegistryError.noSuchPath();
    }
  }

  private Object subjectsOfId(Request request) {
    return live(request).map(SchemaVersion::subject).toList();
  }

  private Object versionsOfId(Request request) {
    return live(request)
        .map(found -> Map.of("subject", found.subject(), "version", found.version()))
        .toList();
  }

  private Stream<SchemaVersion> live(Request request) {
    return byId(request).stream().filter(found -> request.flag("deleted") || !found.deleted());
  }

  private Object levelOfSubject(Request request) {
    String subject = request.parameter(0);
    return level(
        store
            .levelOf(subject)
            .or(
                () ->
                    request.flag("defaultToGlobal") ? Optional.of(store.level()) : Optional.empty())
            .orElseThrow(() -> RegistryError.noSubjectLevel(subject)));
  }

  private Object setLevel(Request request, Optional<String> subject) {
    String name = request.text("compatibility").orElseThrow(RegistryError::invalidLevel);
    Compatibility level =
        Arrays.stream(Compatibility.values())
            .filter(known -> known.name().equals(name.toUpperCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow(RegistryError::invalidLevel);
    store.setLevel(subject, Optional.of(level));
    return Map.of("compatibility", level.name());
  }

  private Object deleteLevel(Request request) {
    String subject = request.parameter(0);
    Compatibility level =
        store.levelOf(subject).orElseThrow(() -> RegistryError.noSubjectLevel(subject));
    store.setLevel(Optional.of(subject), Optional.empty());
    return level(level);
  }

  private Object isCompatibleWithAll(Request request) {
    return compatible(store.isCompatible(request.parameter(0), request.avroSchema()));
  }

  private Object isCompatible(Request request) {
    return compatible(
        store.isCompatible(request.parameter(0), request.version(1), request.avroSchema()));
  }

  private static Object compatible(boolean compatible) {
    return Map.of("is_compatible", compatible);
  }

  private static Object level(Compatibility level) {
    return Map.of("compatibilityLevel", level.name());
  }

  @Override
  public HttpAnswer apply(HttpRequest request) {
    int status = 200;
    Object answer;
    try {
      answer = answer(request);
    } catch (RegistryError error) {
      status = error.status();
      answer = body(error);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("Registry failed");
      status = RegistryError.unexpected().status();
      answer = body(RegistryError.unexpected());
    }
    return HttpAnswer.of(status, CONTENT_TYPE, written(answer));
  }

  private Object answer(HttpRequest request) {
    List<Route> known = routes.stream().filter(route -> route.matches(request.path())).toList();
    if (known.isEmpty()) {
      throw RegistryError.noSuchPath();
    }
    Route route =
        known.stream()
            .filter(candidate -> candidate.method().equals(request.method()))
            .findFirst()
            .orElseThrow(RegistryError::noSuchMethod);
    return route
        .answer()
        .apply(new Request(route.parameters(request.path()), request.query(), request.body()));
  }

  private static String written(Object answer) {
    try {
      return JSON.writeValueAsString(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer of this registry is not written", e);
    }
  }

  private static Object body(RegistryError error) {
    return Map.of("error_code", error.code(), "message", error.getMessage());
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a registered schema is not JSON", e);
    }
  }

  private record Route(String method, Pattern path, Function<Request, Object> answer) {

    /**
     * @param template a path in which {@code {}} stands for one segment
     */
    static Route of(String method, String template, Function<Request, Object> answer) {
      return new Route(method, Pattern.compile(template.replace("{}", "([^/]+)") + "/?"), answer);
    }

    boolean matches(String rawPath) {
      return path.matcher(rawPath).matches();
    }

    List<String> parameters(String rawPath) {
      Matcher matcher = path.matcher(rawPath);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("not this route");
      }
      return IntStream.rangeClosed(1, matcher.groupCount())
          .mapToObj(group -> decode(matcher.group(group)))
          .toList();
    }

    private static String decode(String segment) {
      // In a path, unlike in a query, a plus stands for itself.
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
  }

  private record Request(List<String> parameters, String query, String body) {

    String parameter(int index) {
      return parameters.get(index);
    }

    WantedVersion version(int index) {
      return WantedVersion.parse(parameters.get(index));
    }

    boolean flag(String name) {
      return List.of(query.split("&")).contains(name + "=true");
    }

    Optional<String> text(String field) {
      return Optional.ofNullable(json().path(field).textValue());
    }

    /** The schema in the body; refuses what this registry does not keep. */
    String avroSchema() {
      JsonNode json = json();
      if (!json.path("schemaType").asText("AVRO").equals("AVRO")) {
        throw RegistryError.invalidSchema("Only schemas of type AVRO are kept here");
      }
      if (!json.path("references").isEmpty()) {
        throw RegistryError.invalidSchema(
            "References to other schemas are not kept here: send the schema in one piece");
      }
      return text("schema").orElseThrow(() -> RegistryError.invalidSchema("Empty schema"));
    }

    private JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw RegistryError.unprocessable("The request is not JSON");
      }
    }
  }
}
