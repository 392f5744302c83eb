package org.murmurstream.data.wav;

/** A file is no recording that can be read; the message tells why, to follow the file's name. */
final class WavFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  WavFault(String complaint) {
    super(complaint);
  }
}
