/** What an encoder's columns say of every frame of a recording, and of the recording as a whole. */
package org.murmurstream.model.frames;
