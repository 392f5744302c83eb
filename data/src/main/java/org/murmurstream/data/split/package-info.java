/** Who belongs to which part of a data set, by person. */
package org.murmurstream.data.split;
