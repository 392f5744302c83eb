package org.murmurstream.stream.config;

import java.time.Duration;

/**
 * How long the schema registry is waited for, and by whom.
 *
 * @param timeout how long for one answer
 * @param refused how long it is remembered that an id names no schema
 * @param mostHeld how many records of a partition wait at most
 */
public record RegistryPatience(Duration timeout, Duration refused, int mostHeld) {}
