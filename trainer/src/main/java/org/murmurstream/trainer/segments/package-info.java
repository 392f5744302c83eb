/** Fine-tunes an encoder end to end with a classifier of segments. */
package org.murmurstream.trainer.segments;
