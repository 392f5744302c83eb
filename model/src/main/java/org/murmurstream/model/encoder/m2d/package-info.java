/** M2D, a vision transformer that learns by masked modelling, as a kind of encoder. */
package org.murmurstream.model.encoder.m2d;
