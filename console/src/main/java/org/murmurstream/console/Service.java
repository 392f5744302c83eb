package org.murmurstream.console;

import java.util.concurrent.Callable;

/** A command that runs unattended until it is told to end: its log is on standard error. */
public interface Service extends Callable<Integer> {}
