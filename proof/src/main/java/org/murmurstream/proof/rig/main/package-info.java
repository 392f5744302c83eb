/** Programs that the rig forks, to be killed. */
package org.murmurstream.proof.rig.main;
