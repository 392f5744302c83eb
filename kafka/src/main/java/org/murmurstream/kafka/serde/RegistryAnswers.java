package org.murmurstream.kafka.serde;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import java.lang.reflect.Field;

/**
 * Confluent's client 5.3.4 refuses an answer that holds a field it does not know, and registries
 * have learned to say more since. Later clients ignore such fields by themselves, and have no
 * mapper to reach.
 */
final class RegistryAnswers {

  private RegistryAnswers() {}

  static void tolerateNewFields() {
    try {
      Field mapper = RestService.class.getDeclaredField("jsonDeserializer");
      mapper.setAccessible(true);
      ((ObjectMapper) mapper.get(null))
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    } catch (NoSuchFieldException laterClient) {
      // Nothing to do.
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("made accessible above", e);
    }
  }
}
