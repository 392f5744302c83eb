/** Which model hears new exams: releases are followed, bundles read and rehearsed. */
package org.murmurstream.stream.releases;
