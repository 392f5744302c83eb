/** The scenarios, by the rows of the fault matrix. */
package org.murmurstream.proof.rig.rows;
