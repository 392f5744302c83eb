package org.murmurstream.model.encoder.m2d.checkpoint;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.murmurstream.core.UserException;

/**
 * The input of an official encoder, which its checkpoint's folder is named after: {@code
 * <class>-<bands>x<frames>p<patchBands>x<patchFrames>[p<rate>k]-...}, such as {@code
 * m2d_vit_base-80x608p16x16-221006-mr7}.
 *
 * @param bands mel bands
 * @param frames frames of a chunk
 * @param patchBands mel bands of a patch
 * @param patchFrames frames of a patch
 * @param sampleRateHz sample rate, 16 or 32 kHz
 */
public record CheckpointGeometry(
    int bands, int frames, int patchBands, int patchFrames, int sampleRateHz) {

  private static final String FORM = "(\\d{1,4})x(\\d{1,5})p(\\d{1,4})x(\\d{1,5})(?:p(16|32)k)?";
  private static final Pattern GEOMETRY = Pattern.compile(FORM);
  private static final Pattern FOLDER = Pattern.compile("[^-]*-" + FORM + "(?:[-_].*)?");

  /**
   * Reads a geometry as a user gives it, such as {@code 80x608p16x16}.
   *
   * @throws UserException if it has another form
   */
  public static CheckpointGeometry parse(String text) {
    Matcher matcher = GEOMETRY.matcher(text);
    if (!matcher.matches()) {
      throw new UserException(
          "'%s' is no input geometry; give mel bands x frames p patch, such as 80x608p16x16 or 80x608p16x16p32k"
              .formatted(text));
    }
    return of(matcher);
  }

  /** The geometry in the name of a folder, if it has one. */
  static Optional<CheckpointGeometry> ofFolder(String name) {
    Matcher matcher = FOLDER.matcher(name);
    return matcher.matches() ? Optional.of(of(matcher)) : Optional.empty();
  }

  private static CheckpointGeometry of(Matcher matcher) {
    return new CheckpointGeometry(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        Integer.parseInt(matcher.group(4)),
        "32".equals(matcher.group(5)) ? 32_000 : 16_000);
  }
}
