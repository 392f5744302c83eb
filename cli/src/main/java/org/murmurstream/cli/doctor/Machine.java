package org.murmurstream.cli.doctor;

import java.nio.file.Path;

/**
 * What this JVM knows of itself and the machine it runs on.
 *
 * @param javaVersion for example 17.0.15
 * @param javaVendor who built it
 * @param javaHome where it is installed
 * @param classPath its class path
 * @param osName for example Linux
 * @param osArch for example amd64
 * @param temporary directory of temporary files, where the demo keeps its broker's data
 * @param nativeCache directory into which DJL unpacks natives
 * @param ownTorch whether the user points to an own libtorch by PYTORCH_LIBRARY_PATH
 * @param maxHeapBytes most memory the Java heap may take
 * @param memoryBytes physical memory
 * @param processors cores this JVM may use
 */
public record Machine(
    String javaVersion,
    String javaVendor,
    Path javaHome,
    String classPath,
    String osName,
    String osArch,
    Path temporary,
    Path nativeCache,
    boolean ownTorch,
    long maxHeapBytes,
    long memoryBytes,
    int processors) {}
