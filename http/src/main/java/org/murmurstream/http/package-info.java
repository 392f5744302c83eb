/** A small HTTP server that nobody can hold up, for pages that machines read. */
package org.murmurstream.http;
