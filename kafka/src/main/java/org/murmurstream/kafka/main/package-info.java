/** Options of commands that talk to Kafka. */
package org.murmurstream.kafka.main;
