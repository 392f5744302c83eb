/**
 * The commands {@code embed} and {@code import-checkpoint}, and the options of all that run models.
 */
package org.murmurstream.model.main;
