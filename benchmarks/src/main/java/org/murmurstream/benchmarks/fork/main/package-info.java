/** Programs that the bench forks, each in a JVM of its own. */
package org.murmurstream.benchmarks.fork.main;
