package org.murmurstream.http;

import java.time.Duration;

/**
 * What the server lends to those who ask.
 *
 * @param connections most of them open at a time; if one more comes, the one open for longest ends
 * @param idle how long a connection may be silent, be it between requests, in the middle of one or
 *     with its answer not taken
 * @param bodyBytes largest body of a request; 0 if none is ever read
 */
public record HttpLimits(int connections, Duration idle, int bodyBytes) {

  public HttpLimits {
    if (connections < 1 || bodyBytes < 0 || idle.isNegative() || idle.isZero()) {
      throw new IllegalArgumentException("limits below the least");
    }
  }
}
