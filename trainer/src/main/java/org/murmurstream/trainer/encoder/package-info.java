/**
 * Reads encoders from wherever one can be: a bundle, a run, an official checkpoint, or random
 * weights by name.
 */
package org.murmurstream.trainer.encoder;
