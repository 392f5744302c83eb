/** What came out: runs of stages, the ratios between them, and their report. */
package org.murmurstream.benchmarks.result;
