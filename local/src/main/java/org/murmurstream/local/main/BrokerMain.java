package org.murmurstream.local.main;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.murmurstream.local.broker.EmbeddedBroker;
import org.murmurstream.local.broker.Listening;

/**
 * A broker in a JVM of its own, for tests that kill it: {@code BrokerMain DIRECTORY PORT}. Prints
 * its address on a line when it takes connections; ends when its standard input does, so that it
 * does not outlive its parent.
 */
public final class BrokerMain {

  private BrokerMain() {}

  public static void main(String[] args) throws IOException {
    var listening = new Listening(Integer.parseInt(args[1]), 0, Optional.empty());
    try (EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), listening)) {
      System.out.println(broker.bootstrapServers());
      System.in.readAllBytes();
    }
  }
}
