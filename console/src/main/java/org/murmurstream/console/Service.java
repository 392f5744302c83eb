package org.murmurstream.console;

/**
 * A command that runs unattended until it is told to end: its log is on standard error, and to end
 * it is no failure.
 */
public interface Service extends Orderly {}
