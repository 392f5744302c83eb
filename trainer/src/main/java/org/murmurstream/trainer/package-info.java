/** Where archived topics become data sets, data sets become models and models become releases. */
package org.murmurstream.trainer;
