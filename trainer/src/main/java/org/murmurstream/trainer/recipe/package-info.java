/** The steps from a folder of recordings to a released model, alone and one after the other. */
package org.murmurstream.trainer.recipe;
