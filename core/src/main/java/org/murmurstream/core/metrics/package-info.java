/** Figures by which decisions are judged, the rule from recordings to a patient, and quantiles. */
package org.murmurstream.core.metrics;
