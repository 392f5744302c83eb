package org.murmurstream.data.wav;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What files are that are called .wav and are something else. */
final class ForeignFile {

  private static final String CONVERT =
      "; 'ffmpeg -i FILE -ac 1 -c:a pcm_s16le NEW.wav' makes it one";
  private static final int LONGEST = 64;

  /** How they begin, or what follows the length they begin with. */
  private static final Map<String, String> BEGINNINGS =
      Map.of(
          "ID3", "an MP3" + CONVERT,
          "\u00ff\u00fb", "an MP3" + CONVERT,
          "ftyp", "an MP4 or M4A" + CONVERT,
          "FORM", "an AIFF" + CONVERT,
          "fLaC", "a FLAC" + CONVERT,
          "OggS", "an Ogg" + CONVERT,
          "caff", "a CAF" + CONVERT,
          "version https://git-lfs",
              "a pointer of Git LFS; 'git lfs pull' brings the recording itself",
          "<", "a web page, such as the one of a sign-in, and was not downloaded");

  private ForeignFile() {}

  /** What a file seems to be, and what to do, to follow a complaint; empty if nobody knows. */
  static String hint(ByteBuffer bytes) {
    if (bytes.limit() == 0) {
      return ": it is empty";
    }
    byte[] head = new byte[Math.min(bytes.limit(), LONGEST)];
    bytes.get(0, head);
    String text = new String(head, StandardCharsets.ISO_8859_1);
    return BEGINNINGS.entrySet().stream()
        .filter(known -> text.startsWith(known.getKey()) || text.indexOf(known.getKey()) == 4)
        .map(known -> ", but " + known.getValue())
        .findFirst()
        .orElse("");
  }
}
