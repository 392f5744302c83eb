/** RIFF/WAVE files as writers really leave them. */
package org.murmurstream.data.wav;
