/** Figures by which decisions are judged, and the rule from recordings to a patient. */
package org.murmurstream.core.metrics;
