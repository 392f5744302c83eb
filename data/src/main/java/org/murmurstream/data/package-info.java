/** Data sets on disk: exams to read, recordings, tables. */
package org.murmurstream.data;
