/** The application as it runs, from its start to its end. */
package org.murmurstream.stream.runtime;
