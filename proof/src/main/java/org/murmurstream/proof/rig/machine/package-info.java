/** Processes, connections and disks that can be made to fail. */
package org.murmurstream.proof.rig.machine;
