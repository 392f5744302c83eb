/** What travels: the topics, and the classes that are generated of the Avro schemas. */
package org.murmurstream.schemas;
