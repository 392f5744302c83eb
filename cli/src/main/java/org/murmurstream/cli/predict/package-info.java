/** From wav files to a verdict, without a cluster. */
package org.murmurstream.cli.predict;
