/**
 * What others need of an encoder, whatever its kind: its geometry, its network, its weights and
 * where they come from, and what runs it over recordings.
 *
 * <p>An {@link org.murmurstream.model.encoder.EncoderRunner} belongs to one thread and frees native
 * memory when it is closed.
 */
package org.murmurstream.model.encoder;
