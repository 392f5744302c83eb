/**
 * Where archived topics become data sets, data sets become models and models become releases.
 * Nothing of it is written yet; the module holds its place among the others.
 */
package org.murmurstream.trainer;
