package org.murmurstream.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.MelScale;
import org.murmurstream.model.audio.Normalisation;
import org.murmurstream.model.audio.ResamplerConfig;

class BundleJsonTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final BundleConfig CONFIG = UntrainedBundle.create(1).config();

  /** No value like that of the official front ends, and none that a decimal writes exactly. */
  private static final FrontEndConfig ODD =
      new FrontEndConfig(
          4001,
          257,
          129,
          37,
          80,
          1.0 / 3,
          2000.1,
          MelScale.HTK,
          false,
          1e-7,
          false,
          new Normalisation(Normalisation.Centring.RECORDING, 0, Math.nextUp(2.5)),
          ResamplerConfig.HANN_SINC);

  @Test
  void shouldComeBackToTheLastBit() throws IOException {
    // Given
    BundleConfig written = with(ODD);

    // When
    byte[] json = BundleJson.write(written);
    BundleConfig read = BundleJson.read(json);

    // Then
    assertThat(read).isEqualTo(written);
    assertThat(BundleJson.write(read)).isEqualTo(json);
  }

  @ParameterizedTest
  @MethodSource("parts")
  void shouldRefuseAnUnknownKeyWhereverItIs(String part) throws IOException {
    // Given
    ObjectNode json = json();
    ((ObjectNode) json.at(part)).put("colour", 1);

    // When / Then
    assertThatThrownBy(() -> BundleJson.read(MAPPER.writeValueAsBytes(json)))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("colour");
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void shouldRefuseToGoWithoutAnyKey(String part, String key) throws IOException {
    // Given
    ObjectNode json = json();
    ((ObjectNode) json.at(part)).remove(key);

    // When / Then
    assertThatThrownBy(() -> BundleJson.read(MAPPER.writeValueAsBytes(json)))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining(key);
  }

  static Stream<String> parts() {
    return Stream.of(
        "",
        "/frontEnd",
        "/frontEnd/normalisation",
        "/frontEnd/resampler",
        "/model",
        "/model/encoder");
  }

  static List<Arguments> leaves() throws IOException {
    var leaves = new ArrayList<Arguments>();
    for (String part : parts().toList()) {
      json().at(part).fieldNames().forEachRemaining(key -> leaves.add(Arguments.of(part, key)));
    }
    return leaves;
  }

  private static ObjectNode json() throws IOException {
    return (ObjectNode) BundleJson.readTree(BundleJson.write(CONFIG));
  }

  private static BundleConfig with(FrontEndConfig frontEnd) {
    return BundleConfig.plain(
        CONFIG.name(),
        CONFIG.trained(),
        frontEnd,
        CONFIG.model(),
        CONFIG.quality(),
        CONFIG.decision(),
        JsonNodeFactory.instance.objectNode());
  }
}
