/** Models as people look at them: folders of bundles, releases, and in what they differ. */
package org.murmurstream.trainer.releases;
