package org.murmurstream.http;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the one who asked is told.
 *
 * @param status of HTTP
 * @param headers beyond those that the server sets by itself, by name
 * @param body all of it, sent as UTF-8
 */
public record HttpAnswer(int status, Map<String, String> headers, String body) {

  private static final String PLAIN = "text/plain; charset=utf-8";

  public HttpAnswer {
    headers = Map.copyOf(headers);
  }

  public static HttpAnswer of(int status, String type, String body) {
    return new HttpAnswer(status, Map.of("Content-Type", type), body);
  }

  /** A sentence or some lines for people. */
  public static HttpAnswer plain(int status, String body) {
    return of(status, PLAIN, body);
  }

  /** The same with one more header. */
  public HttpAnswer with(String header, String value) {
    var more = new TreeMap<>(headers);
    more.put(header, value);
    return new HttpAnswer(status, more, body);
  }
}
