/** The commands that train, evaluate and release. */
package org.murmurstream.trainer.main;
