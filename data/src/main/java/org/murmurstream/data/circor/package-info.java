/**
 * The layout of the CirCor DigiScope data set: read strictly as a whole, read as it is, and
 * written.
 */
package org.murmurstream.data.circor;
