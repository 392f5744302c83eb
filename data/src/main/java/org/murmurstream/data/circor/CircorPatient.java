package org.murmurstream.data.circor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.murmurstream.core.AuscultationSite;

/**
 * A patient's own file, {@code <id>.txt}: a line with id, number of recordings and sample rate,
 * then a line for each recording with its site and files; then what is known of the patient.
 *
 * @param patientId pseudonym
 * @param recordings the files of its recordings, in the order of this file
 * @param text what it states of the patient
 */
record CircorPatient(String patientId, List<RecordingFiles> recordings, CircorText text) {

  static final String SUFFIX = ".txt";

  private static final String WAV_SUFFIX = ".wav";

  /**
   * The files of one recording.
   *
   * @param site where it was made
   * @param number the number in its name, 0 if there is none
   * @param wav name of the file of its samples
   * @param tsv name of the file of its marks, if there is one
   */
  record RecordingFiles(AuscultationSite site, int number, String wav, Optional<String> tsv) {}

  static CircorPatient read(Path file, Problems problems) throws IOException {
    String name = file.getFileName().toString();
    String patientId = name.substring(0, name.length() - SUFFIX.length());
    List<RecordingFiles> recordings = new ArrayList<>();
    List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    CircorPatient patient =
        new CircorPatient(patientId, recordings, CircorText.of(patientId, lines));
    String[] title = lines.isEmpty() ? new String[0] : lines.get(0).strip().split("\\s+");
    if (!WavName.isPatientId(patientId)
        || title.length != 3
        || !title[0].equals(patientId)
        || !title[1].matches("[0-9]{1,3}")) {
      problems.add(name + ": the first line is not '<id> <recordings> <samples per second>'");
      return patient;
    }
    int announced = Integer.parseInt(title[1]);
    int listed = (int) lines.stream().skip(1).takeWhile(line -> !line.startsWith("#")).count();
    if (announced == 0 || announced != listed) {
      problems.add("%s: announces %d recordings and lists %d".formatted(name, announced, listed));
      return patient;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 1; i <= announced; i++) {
      int line = i + 1;
      Optional<RecordingFiles> recording = parse(patientId, lines.get(i));
      if (recording.isPresent() && seen.add(recording.get().wav())) {
        recordings.add(recording.get());
      } else {
        problems.add("%s, line %d: lists no recording of this patient".formatted(name, line));
      }
    }
    return patient;
  }

  /** The number of a recording among those of its site, from 0. */
  int indexOf(RecordingFiles recording) {
    return recordings.stream()
        .filter(other -> other.site() == recording.site())
        .sorted(Comparator.comparingInt(RecordingFiles::number))
        .toList()
        .indexOf(recording);
  }

  private static Optional<RecordingFiles> parse(String patientId, String line) {
    List<String> words = List.of(line.strip().split("\\s+"));
    Optional<String> wav =
        words.stream()
            .filter(word -> word.endsWith(WAV_SUFFIX) && WavName.parse(word).isPresent())
            .findFirst();
    Optional<AuscultationSite> site = CircorSpelling.site(words.get(0));
    if (wav.isEmpty() || site.isEmpty()) {
      return Optional.empty();
    }
    WavName name = WavName.parse(wav.get()).orElseThrow();
    if (!name.patientId().equals(patientId) || !name.site().equalsIgnoreCase(words.get(0))) {
      return Optional.empty();
    }
    return Optional.of(
        new RecordingFiles(
            site.get(),
            name.number(),
            wav.get(),
            words.stream().filter(word -> word.endsWith(".tsv")).findFirst()));
  }
}
