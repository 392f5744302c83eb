/** Reads official M2D checkpoints without running anything in them. */
package org.murmurstream.model.encoder.m2d.checkpoint;
