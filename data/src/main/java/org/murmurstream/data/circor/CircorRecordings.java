package org.murmurstream.data.circor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.UserException;
import org.murmurstream.data.FolderWalk;

/**
 * The recordings of a folder by patient; of findings only where they may be read, and no marks.
 *
 * <p>Unlike {@link CircorFolder} it takes a folder as it is, for patients are to be decided on
 * whatever is wrong with their files. A patient is there by a file {@code
 * <id>_<site>[_<number>].wav}, or by an {@code <id>.txt}; which recordings a patient has is told by
 * both together, so that one that is listed and missing is known to be missing. The files may lie
 * in the folder or up to four folders below.
 */
public final class CircorRecordings {

  private static final int DEPTH = 5;
  private static final String WAV_SUFFIX = ".wav";

  private final Path folder;
  private final Map<String, List<Named>> patients = new TreeMap<>(Subjects.SMALLEST);
  private final Map<String, Path> wavs = new HashMap<>();
  private final Set<Path> folders = new TreeSet<>();
  private final Map<String, CircorText> texts = new TreeMap<>(Subjects.SMALLEST);
  private int unrecognised;

  private CircorRecordings(Path folder) {
    this.folder = folder;
  }

  /**
   * One recording.
   *
   * @param site where it was made
   * @param index its number among the recordings of its site, from 0
   * @param wav its samples; there need not be such a file, nor need it be whole
   */
  public record RecordingFile(AuscultationSite site, int index, Path wav) {}

  /** A file whose name tells what it holds. */
  private record Named(AuscultationSite site, int number, Path wav) {

    static final Comparator<Named> ORDER =
        Comparator.comparing(Named::site)
            .thenComparingInt(Named::number)
            .thenComparing(named -> named.wav().getFileName().toString());
  }

  /**
   * Finds the recordings. None is opened.
   *
   * @param folder or one recording, which is then all there is
   * @throws UserException if there is no such folder, it cannot be read, there is no patient in it,
   *     or files of one name in two places differ
   */
  public static CircorRecordings find(Path folder) {
    if (Files.isRegularFile(folder) && FolderWalk.isWav(folder)) {
      return ofOne(folder);
    }
    if (!Files.isDirectory(folder)) {
      throw new UserException("There is no folder " + folder + ".");
    }
    var found = new CircorRecordings(folder);
    try {
      List<Path> files = FolderWalk.files(folder, DEPTH);
      for (Path file : files) {
        found.addWav(file);
      }
      for (Path file : files) {
        found.addText(file);
      }
    } catch (IOException e) {
      throw new UserException("%s cannot be read: %s".formatted(folder, e), e);
    }
    if (found.patients.isEmpty()) {
      throw new UserException(
          "%s holds no patients: <id>.txt or <id>_<site>.wav are expected there or in a folder within"
              .formatted(folder));
    }
    found.patients.values().forEach(recordings -> recordings.sort(Named.ORDER));
    return found;
  }

  /**
   * Finds recordings in the layout of the PhysioNet/CinC Challenge 2016: each wav file is a patient
   * of its own, named as the file, recorded at a site that nobody knows. That is {@link
   * AuscultationSite#PHC}, any other place on the chest.
   *
   * @throws UserException if there is no such folder, it cannot be read, there is no recording in
   *     it, or files of one name in two places differ
   */
  public static CircorRecordings findOneEach(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UserException("There is no folder " + folder + ".");
    }
    var found = new CircorRecordings(folder);
    try {
      for (Path file : FolderWalk.files(folder, DEPTH)) {
        found.addPatient(file);
      }
    } catch (IOException e) {
      throw new UserException("%s cannot be read: %s".formatted(folder, e), e);
    }
    if (found.patients.isEmpty()) {
      throw new UserException(
          "%s holds no recordings: <id>.wav are expected there or in a folder within"
              .formatted(folder));
    }
    return found;
  }

  private static CircorRecordings ofOne(Path wav) {
    var found = new CircorRecordings(wav.toAbsolutePath().getParent());
    if (!found.add(wav.getFileName().toString(), wav)) {
      throw new UserException(
          "the name of %s tells neither patient nor site; call it <id>_<site>.wav".formatted(wav));
    }
    return found;
  }

  /** The patients' ids, short ones first, then as text: so numbers are in order. */
  public List<String> patientIds() {
    return List.copyOf(patients.keySet());
  }

  /** Ids in the order of {@link #patientIds}. */
  public static List<String> sorted(Collection<String> patientIds) {
    return patientIds.stream().sorted(Subjects.SMALLEST).toList();
  }

  /** A patient's recordings by site and number; none if the patient is not here. */
  public List<RecordingFile> of(String patientId) {
    var recordings = new ArrayList<RecordingFile>();
    int index = 0;
    AuscultationSite before = null;
    for (Named named : patients.getOrDefault(patientId, List.of())) {
      index = named.site() == before ? index + 1 : 0;
      before = named.site();
      recordings.add(new RecordingFile(named.site(), index, named.wav()));
    }
    return recordings;
  }

  /** How many wav files there are whose names tell neither patient nor site. */
  public int unrecognised() {
    return unrecognised;
  }

  /** The table that belongs to the recordings. */
  TableSearch table() {
    return TableSearch.in(folder, folders, patients.keySet());
  }

  /** The patients' texts. */
  Collection<CircorText> texts() {
    return texts.values();
  }

  private void addWav(Path file) throws IOException {
    if (isNew(file) && !add(file.getFileName().toString(), file)) {
      unrecognised++;
    }
  }

  private void addPatient(Path file) throws IOException {
    if (isNew(file)) {
      String name = file.getFileName().toString();
      String patientId = name.substring(0, name.length() - WAV_SUFFIX.length());
      if (WavName.isPatientId(patientId)) {
        patients.put(patientId, List.of(new Named(AuscultationSite.PHC, 0, file)));
      } else {
        unrecognised++;
      }
    }
  }

  /** Whether it is a recording that was not met before. */
  private boolean isNew(Path file) throws IOException {
    if (!FolderWalk.isWav(file)) {
      return false;
    }
    Path other = wavs.putIfAbsent(file.getFileName().toString(), file);
    if (other != null && Files.mismatch(file, other) != -1) {
      throw new UserException(
          "%s and %s have one name and differ; name the folder that counts".formatted(other, file));
    }
    return other == null;
  }

  private boolean add(String name, Path file) {
    Optional<WavName> known = WavName.parse(name);
    Optional<AuscultationSite> site = known.flatMap(WavName::auscultationSite);
    site.ifPresent(
        at -> {
          patients
              .computeIfAbsent(known.get().patientId(), patient -> new ArrayList<>())
              .add(new Named(at, known.get().number(), file));
          folders.add(file.toAbsolutePath().getParent());
        });
    return site.isPresent();
  }

  /** A text is a patient's if it begins with the id that is its name. */
  private void addText(Path file) throws IOException {
    String name = file.getFileName().toString();
    String patientId =
        name.endsWith(CircorPatient.SUFFIX)
            ? name.substring(0, name.length() - CircorPatient.SUFFIX.length())
            : "";
    if (!WavName.isPatientId(patientId)) {
      return;
    }
    List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    boolean isPatient =
        !lines.isEmpty() && lines.get(0).strip().split("\\s+", 2)[0].equals(patientId);
    if (isPatient || patientId.matches("[0-9]+")) {
      patients.computeIfAbsent(patientId, patient -> new ArrayList<>());
      texts.putIfAbsent(patientId, CircorText.of(patientId, lines));
      lines.stream()
          .skip(1)
          .takeWhile(line -> !line.startsWith("#"))
          .flatMap(line -> Stream.of(line.strip().split("\\s+", -1)))
          .filter(word -> word.startsWith(patientId + "_") && word.endsWith(WAV_SUFFIX))
          .filter(word -> wavs.putIfAbsent(word, file.resolveSibling(word)) == null)
          .forEach(word -> add(word, file.resolveSibling(word)));
      folders.add(file.toAbsolutePath().getParent());
    }
  }
}
