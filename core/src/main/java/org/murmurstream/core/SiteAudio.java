package org.murmurstream.core;

/**
 * One complete recording, and where it was made.
 *
 * @param site the auscultation site
 * @param pcm the samples
 */
public record SiteAudio(AuscultationSite site, Pcm pcm) {}
