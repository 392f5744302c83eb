package org.murmurstream.cli.predict;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.UserException;
import org.murmurstream.data.circor.CircorRecordings.RecordingFile;
import org.murmurstream.data.circor.WavName;
import org.murmurstream.data.wav.WavFile;

/**
 * The recordings of one exam, as a user names them.
 *
 * @param patientId the patient after whom files are named; {@value #UNNAMED} if none is
 * @param recordings by site, then by the numbers in their names, then as they were given
 */
public record ExamFiles(String patientId, List<RecordingFile> recordings) {

  /** The patient of files that name none. */
  static final String UNNAMED = "patient";

  private static final String SITES =
      Arrays.stream(AuscultationSite.values()).map(Enum::name).collect(Collectors.joining(", "));

  private static final Pattern SITED =
      Pattern.compile(
          "(?<site>%s)=(?<file>.+)".formatted(SITES.replace(", ", "|")), Pattern.CASE_INSENSITIVE);

  public ExamFiles {
    recordings = List.copyOf(recordings);
  }

  /** A file whose site is known. */
  private record Placed(Path file, AuscultationSite site, Optional<WavName> name) {

    private int number() {
      return name.map(WavName::number).orElse(0);
    }
  }

  /**
   * Understands the words of a command line.
   *
   * @param words files; one spelt {@code AV=FILE} is of that site, whatever its name
   * @param site of the files that do not say so in this way; their names say it if empty
   * @throws UserException if a file does not tell its site, stands there twice, or files are named
   *     after several patients
   */
  public static ExamFiles of(List<String> words, Optional<AuscultationSite> site) {
    List<Placed> placed = words.stream().map(word -> place(word, site)).toList();
    Set<Path> seen = new HashSet<>();
    for (Placed one : placed) {
      if (!seen.add(one.file().toAbsolutePath().normalize())) {
        throw new UserException("%s stands there twice; name it once".formatted(one.file()));
      }
    }
    return new ExamFiles(patientId(placed), numbered(placed));
  }

  /**
   * Reads every file once and throws the samples away, so that a damaged one is found before
   * anything is heard.
   *
   * @throws UserException if one cannot be read
   */
  public void verify() {
    for (RecordingFile recording : recordings) {
      try {
        WavFile.read(recording.wav());
      } catch (UserException e) {
        throw new UserException(
            e.getMessage() + "; give a whole recording in its place, or leave it out", e);
      }
    }
  }

  /** Of a patient: only the number of recordings is ever printed. */
  @Override
  public String toString() {
    return "ExamFiles[%d recordings]".formatted(recordings.size());
  }

  private static Placed place(String word, Optional<AuscultationSite> site) {
    Matcher sited = SITED.matcher(word);
    if (sited.matches()) {
      return new Placed(
          Path.of(sited.group("file")),
          AuscultationSite.valueOf(sited.group("site").toUpperCase(Locale.ROOT)),
          Optional.empty());
    }
    Path file = Path.of(word);
    if (site.isPresent()) {
      return new Placed(file, site.get(), Optional.empty());
    }
    Optional<WavName> name = WavName.parse(String.valueOf(file.getFileName()));
    return name.flatMap(WavName::auscultationSite)
        .map(at -> new Placed(file, at, name))
        .orElseThrow(
            () ->
                new UserException(
                    "%s does not tell its site; call it <id>_<site>.wav, or name it as AV=%s (sites: %s)"
                        .formatted(file, file, SITES)));
  }

  private static String patientId(List<Placed> placed) {
    Placed first = null;
    for (Placed one : placed) {
      if (one.name().isPresent()) {
        first = first == null ? one : first;
        if (!first.name().get().patientId().equals(one.name().get().patientId())) {
          throw new UserException(
              "%s and %s are named after two patients, and the files of a call are one exam; call once for each, or name them as AV=FILE"
                  .formatted(first.file(), one.file()));
        }
      }
    }
    return first == null ? UNNAMED : first.name().get().patientId();
  }

  private static List<RecordingFile> numbered(List<Placed> placed) {
    List<Placed> sorted =
        placed.stream()
            .sorted(Comparator.comparing(Placed::site).thenComparingInt(Placed::number))
            .toList();
    var recordings = new ArrayList<RecordingFile>();
    int index = 0;
    AuscultationSite before = null;
    for (Placed one : sorted) {
      index = one.site() == before ? index + 1 : 0;
      before = one.site();
      recordings.add(new RecordingFile(one.site(), index, one.file()));
    }
    return recordings;
  }
}
