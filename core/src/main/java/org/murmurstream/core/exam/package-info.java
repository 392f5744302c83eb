/**
 * The life of an exam: chunks are gathered into recordings, a pure state machine, and what was
 * found is put together into a prediction.
 */
package org.murmurstream.core.exam;
