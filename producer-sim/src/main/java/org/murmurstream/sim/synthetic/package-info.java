/**
 * Hearts that nobody has: their sounds, their murmurs and the noise around them, the same for the
 * same seed.
 */
package org.murmurstream.sim.synthetic;
