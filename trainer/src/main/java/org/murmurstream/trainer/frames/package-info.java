/**
 * Trains an encoder with a frame head on experts' marks and clinicians' findings, by cross-
 * validation.
 */
package org.murmurstream.trainer.frames;
