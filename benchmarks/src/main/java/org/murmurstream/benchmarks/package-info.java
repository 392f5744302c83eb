/** Ratios, each from one interleaved run. */
package org.murmurstream.benchmarks;
