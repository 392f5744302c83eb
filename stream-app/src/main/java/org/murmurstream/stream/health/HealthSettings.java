package org.murmurstream.stream.health;

import java.net.InetSocketAddress;
import org.murmurstream.http.HttpLimits;

/**
 * Where health and metrics are told, and how much of the machine those who ask may take up.
 *
 * @param address where to listen; port 0 takes any free one
 */
public record HealthSettings(InetSocketAddress address, HttpLimits limits) {}
