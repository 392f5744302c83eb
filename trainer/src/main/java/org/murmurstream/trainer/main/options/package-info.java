/** Options that several of these commands take: picocli mixins. */
package org.murmurstream.trainer.main.options;
