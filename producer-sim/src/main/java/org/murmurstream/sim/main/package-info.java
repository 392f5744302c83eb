/** Commands that simulate devices and make or fetch their data. */
package org.murmurstream.sim.main;
