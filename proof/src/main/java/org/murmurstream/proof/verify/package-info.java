/** Holds what was answered against what was sent. */
package org.murmurstream.proof.verify;
