/** Published predictions, read from the first one on. */
package org.murmurstream.kafka.predictions;
