/** Faults, fired at a running deployment, and whether the promise was kept. */
package org.murmurstream.proof.rig;
