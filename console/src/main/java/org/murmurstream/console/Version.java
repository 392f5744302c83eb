package org.murmurstream.console;

import picocli.CommandLine.IVersionProvider;

/** The version that the programs were built as. */
public final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"murmur-stream " + current()};
  }

  /** From the jar's manifest; there is none when run from class files. */
  public static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
