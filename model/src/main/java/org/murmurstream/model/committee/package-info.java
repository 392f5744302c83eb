/** What a committee keeps of a recording, and how it decides from it. */
package org.murmurstream.model.committee;
