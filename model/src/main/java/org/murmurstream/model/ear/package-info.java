/** The ears: one for each kind of model, opened by the kind's configuration. */
package org.murmurstream.model.ear;
