/** The one thread that owns the ears, and what is handed to it. */
package org.murmurstream.stream.inference;
