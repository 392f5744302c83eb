/** A schema registry in this JVM that keeps its schemas in Kafka. */
package org.murmurstream.local.registry;
