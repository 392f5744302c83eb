/** Topics: their names here, their making, their limits, where reading begins. */
package org.murmurstream.kafka.topics;
