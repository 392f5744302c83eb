/**
 * What was decided on patients, the one table of it, and how good it is: figures, reports,
 * comparisons.
 */
package org.murmurstream.trainer.result;
