/** A Kafka broker in this JVM. */
package org.murmurstream.local.broker;
