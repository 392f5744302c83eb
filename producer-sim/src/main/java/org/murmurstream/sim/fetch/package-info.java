/** The public data set, downloaded and checked. */
package org.murmurstream.sim.fetch;
