/**
 * What the stations keep: their stores, how keys and values lie in them, and the memory they share.
 */
package org.murmurstream.stream.store;
