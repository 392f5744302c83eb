/** From samples to the spectrograms encoders take, and how good a signal is. */
package org.murmurstream.model.audio;
