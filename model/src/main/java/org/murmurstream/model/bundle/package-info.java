/** Models as folders: configuration, weights, card and checksums, named by the digest of all. */
package org.murmurstream.model.bundle;
