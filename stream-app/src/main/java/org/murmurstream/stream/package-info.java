/**
 * The pipeline: its four stations, guard, gather, embed and decide, and what passes between them.
 */
package org.murmurstream.stream;
