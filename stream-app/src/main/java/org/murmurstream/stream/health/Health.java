package org.murmurstream.stream.health;

/**
 * How the application is.
 *
 * @param alive whether it can still do its work; if not, only a restart helps
 * @param ready whether it does its work now
 * @param state in a word, for people
 */
public record Health(boolean alive, boolean ready, String state) {}
