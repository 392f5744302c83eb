/**
 * The domain: sites, audio, probabilities, findings, verdicts, releases, and the one interface
 * {@link org.murmurstream.core.Ear} that listens; with what every module needs of digests and
 * files. Knows the JDK alone.
 */
package org.murmurstream.core;
