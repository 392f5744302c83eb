package org.murmurstream.integration.containers;

import org.murmurstream.kafka.Connection;
import org.testcontainers.lifecycle.Startable;

/** A broker and a registry that run as containers. */
interface Cluster extends Startable {

  /** How a container on the same network reaches them. */
  Connection fromContainers();

  /** How this JVM reaches them. */
  Connection fromHere();
}
