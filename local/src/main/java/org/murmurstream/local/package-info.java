/** A broker and a schema registry in this JVM, for development and tests. */
package org.murmurstream.local;
