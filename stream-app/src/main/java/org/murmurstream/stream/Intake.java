package org.murmurstream.stream;

import org.murmurstream.core.exam.Chunk;

/**
 * A chunk on its way from guard to gather.
 *
 * @param chunk the chunk, sound in itself
 * @param raw the record it came in, for a dead letter
 */
record Intake(Chunk chunk, Raw raw) {}
