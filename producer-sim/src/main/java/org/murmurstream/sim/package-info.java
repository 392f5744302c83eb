/**
 * A fleet of stethoscopes: what each uploads, when, with which faults, and a ledger of what was
 * acknowledged.
 */
package org.murmurstream.sim;
