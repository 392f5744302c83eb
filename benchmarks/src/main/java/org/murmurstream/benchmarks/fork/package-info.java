/** What is measured, and the programs that are forked for it. */
package org.murmurstream.benchmarks.fork;
