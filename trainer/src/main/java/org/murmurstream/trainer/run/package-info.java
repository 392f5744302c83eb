/**
 * A training as people keep it: the folder of a run and what it was made with, its seeds and folds,
 * the loop that goes on where it stopped.
 */
package org.murmurstream.trainer.run;
