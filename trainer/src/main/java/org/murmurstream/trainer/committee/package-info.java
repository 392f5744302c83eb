/**
 * The decision on patients: beat classifiers and regression fitted on what frame networks say of
 * held-out patients, and the bundle and card that are made of it.
 */
package org.murmurstream.trainer.committee;
