/** A model whose answers are hashes of the audio. */
package org.murmurstream.proof.stub;
