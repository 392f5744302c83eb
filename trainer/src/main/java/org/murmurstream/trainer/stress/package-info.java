/**
 * What becomes of verdicts under circumstances and through devices that say nothing of the heart.
 */
package org.murmurstream.trainer.stress;
