/** A model that can be made to fail. */
package org.murmurstream.proof.rig.ear;
