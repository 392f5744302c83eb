/** The layout of the PhysioNet/CinC Challenge 2016. */
package org.murmurstream.data.cinc;
