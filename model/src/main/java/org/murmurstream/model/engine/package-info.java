/** Starts PyTorch, in the one place that sets what DJL reads. */
package org.murmurstream.model.engine;
