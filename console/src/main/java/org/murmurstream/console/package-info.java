/**
 * How every program of the project starts, logs, shows progress and ends.
 *
 * <p>A {@link org.murmurstream.console.Program} is a root command with the commands of one or more
 * modules. Whatever they end with, the person in front of them reads one sentence, and scripts one
 * of three exit statuses.
 */
package org.murmurstream.console;
