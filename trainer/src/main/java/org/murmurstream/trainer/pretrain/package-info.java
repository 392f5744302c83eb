/** Pre-trains an M2D encoder on recordings without labels. */
package org.murmurstream.trainer.pretrain;
