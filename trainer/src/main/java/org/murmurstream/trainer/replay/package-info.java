/** The archive in Kafka, replayed into a data set on disk that names every record it left out. */
package org.murmurstream.trainer.replay;
