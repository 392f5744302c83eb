package org.murmurstream.stream.config;

/**
 * One thing that can be configured.
 *
 * @param name its name in files and flags: lower-case words separated by dots
 * @param type how its value is written
 * @param standard its value, as written, if nobody sets it
 * @param doc what it does, in sentences
 */
public record Key<T>(String name, ValueType<T> type, String standard, String doc) {}
