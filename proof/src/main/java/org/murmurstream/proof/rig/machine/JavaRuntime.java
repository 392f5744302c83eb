package org.murmurstream.proof.rig.machine;

import java.nio.file.Path;

/**
 * What forked JVMs run on.
 *
 * @param java the program
 * @param classPath where it finds classes
 */
public record JavaRuntime(Path java, String classPath) {}
