/** Records that could not be taken in, and how they are tried again. */
package org.murmurstream.kafka.deadletters;
