/**
 * Trains the multi-site classifier on the embeddings of sites, and compares it with parts left out.
 */
package org.murmurstream.trainer.sites;
