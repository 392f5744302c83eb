/** Released models, read and written. */
package org.murmurstream.kafka.releases;
