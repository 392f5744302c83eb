package org.murmurstream.local.broker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where broker and registry take connections.
 *
 * @param brokerPort the port for clients on this machine; 0 means the one that was used in the same
 *     directory before if it is still free, else any free one
 * @param registryPort likewise
 * @param advertised host and port under which clients on other machines or in other containers
 *     reach the broker; if empty, broker and registry listen on loopback only
 */
public record Listening(int brokerPort, int registryPort, Optional<InetSocketAddress> advertised) {

  public static Listening onLoopback() {
    return new Listening(0, 0, Optional.empty());
  }

  /** The address to bind to. */
  public String host() {
    return advertised.isPresent() ? "0.0.0.0" : InetAddress.getLoopbackAddress().getHostAddress();
  }
}
