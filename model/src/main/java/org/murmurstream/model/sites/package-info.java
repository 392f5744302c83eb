/**
 * From the embeddings of a patient's sites, or of segments, to probabilities, and from these to a
 * class.
 */
package org.murmurstream.model.sites;
