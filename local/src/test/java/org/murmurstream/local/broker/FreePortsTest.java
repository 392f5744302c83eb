package org.murmurstream.local.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {

  private static final int FIRST_OF_OUTGOING_CONNECTIONS = 32_768;

  @Test
  void shouldTakeDifferentPortsThatNoOutgoingConnectionIsGiven() throws IOException {
    // When
    List<Integer> ports = FreePorts.take(20);

    // Then
    assertThat(ports).doesNotHaveDuplicates().hasSize(20);
    assertThat(ports).allMatch(port -> port < FIRST_OF_OUTGOING_CONNECTIONS);
    for (int port : ports) {
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(FreePorts.isFree(port)).isFalse();
      }
    }
  }
}
