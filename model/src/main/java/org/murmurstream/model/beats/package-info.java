/** Heart cycles cut out of the outputs of frames, and the spectrum of systole that follows. */
package org.murmurstream.model.beats;
