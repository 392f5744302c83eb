package org.murmurstream.cli.main;

import picocli.CommandLine.IVersionProvider;

/** The version this command line was built as. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"murmur-stream " + current()};
  }

  /** From the jar's manifest; there is none when run from class files. */
  static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
