/** The command line {@code murmur}: the commands of all modules put together. */
package org.murmurstream.cli.main;
