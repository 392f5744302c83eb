/**
 * Named arrays: on the Java heap, in safetensors and NumPy files, and as the parameters of a
 * network on a device.
 */
package org.murmurstream.model.tensor;
