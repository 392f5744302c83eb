/**
 * Broker, registry and application in processes of their own, what is sent to them, and what comes.
 */
package org.murmurstream.proof.rig.deployment;
