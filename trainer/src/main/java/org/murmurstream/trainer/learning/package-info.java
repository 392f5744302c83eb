/**
 * What learns: learners, losses, optimisers, augmentation, the objective of pre-training. With
 * {@code model}, alone in knowing DJL.
 */
package org.murmurstream.trainer.learning;
