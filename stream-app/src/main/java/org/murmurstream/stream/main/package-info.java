/** The commands of the application, and their options. */
package org.murmurstream.stream.main;
