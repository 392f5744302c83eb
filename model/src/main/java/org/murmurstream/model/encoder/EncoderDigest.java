package org.murmurstream.model.encoder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.murmurstream.core.Sha256;
import org.murmurstream.model.audio.FrontEndConfig;

/**
 * Names what embeds recordings by its content: the SHA-256 of a line for the front end and two for
 * each encoder behind it. Embeddings of one digest go together.
 */
public final class EncoderDigest {

  private static final JsonMapper JSON = new JsonMapper();

  private final StringBuilder lines = new StringBuilder();

  public EncoderDigest(FrontEndConfig frontEnd) {
    line("frontEnd", json(frontEnd));
  }

  /**
   * Adds an encoder.
   *
   * @param weightsSha256 of its file of weights, in hexadecimal digits
   */
  public EncoderDigest add(EncoderConfig encoder, String weightsSha256) {
    line("encoder", json(encoder));
    line("weights", weightsSha256);
    return this;
  }

  /** 64 hexadecimal digits. */
  public String digest() {
    return Sha256.of(lines.toString());
  }

  private void line(String name, String value) {
    lines.append(name).append(' ').append(value).append('\n');
  }

  private static String json(Object config) {
    try {
      return JSON.writeValueAsString(config);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a configuration is plain data", e);
    }
  }
}
