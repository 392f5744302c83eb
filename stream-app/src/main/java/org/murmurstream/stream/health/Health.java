package org.murmurstream.stream.health;

import java.util.List;

/**
 * How the application is.
 *
 * @param alive whether it can still do its work; if not, only a restart helps
 * @param ready whether it does its work now
 * @param state in a word, for people
 * @param details what else people should know, a line each
 */
public record Health(boolean alive, boolean ready, String state, List<String> details) {

  public Health {
    details = List.copyOf(details);
  }

  /** State and details, a line each. */
  String text() {
    return state + "\n" + String.join("", details.stream().map(line -> line + "\n").toList());
  }
}
