/** The commands of the proof. */
package org.murmurstream.proof.main;
