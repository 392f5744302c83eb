package org.murmurstream.data.circor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.murmurstream.core.CycleInterval;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.UserException;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.FolderWalk;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.data.circor.CircorPatient.RecordingFiles;
import org.murmurstream.data.wav.WavFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Patients of a folder in the public layout of the CirCor DigiScope data set: {@code
 * training_data.csv} with the clinicians' findings and {@code training_data/} with {@code
 * <id>.txt}, {@code <id>_<site>[_<number>].wav} and the experts' marks, {@code .tsv}.
 *
 * <p>Without the table, or a column of findings in it, findings are those of the lines {@code
 * #Murmur:} in the patients' texts. Labels may be absent: a patient without any has no diagnosis.
 * Otherwise the folder must be whole: what one file names, another must hold.
 */
public final class CircorFolder implements ExamSource {

  static final String RECORDINGS = "training_data";
  static final String TABLE = "training_data.csv";

  private static final Logger LOG = LoggerFactory.getLogger(CircorFolder.class);

  private static final Set<String> ABOUT_THE_DATA_SET = Set.of("LICENSE.txt", "SHA256SUMS.txt");

  private final Path folder;
  private final Path recordings;
  private final Map<String, CircorPatient> patients;
  private final CircorTable table;

  private CircorFolder(
      Path folder, Path recordings, Map<String, CircorPatient> patients, CircorTable table) {
    this.folder = folder;
    this.recordings = recordings;
    this.patients = patients;
    this.table = table;
  }

  /**
   * Opens a folder and checks that everything it lists is there. Samples are not read yet.
   *
   * @param folder the data set, or its {@code training_data} alone
   * @throws UserException if there is no such folder or it is damaged; the message names files and
   *     what is wrong with them
   */
  public static CircorFolder open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UserException("There is no folder " + folder + ".");
    }
    Path inside = folder.resolve(RECORDINGS);
    Path recordings = Files.isDirectory(inside) ? inside : folder;
    try {
      return open(folder, recordings);
    } catch (IOException e) {
      throw new UserException("%s cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static CircorFolder open(Path folder, Path recordings) throws IOException {
    Set<String> files = new HashSet<>();
    FolderWalk.files(recordings, 1).forEach(file -> files.add(file.getFileName().toString()));
    List<String> texts =
        files.stream()
            .filter(file -> file.endsWith(CircorPatient.SUFFIX))
            .filter(file -> !ABOUT_THE_DATA_SET.contains(file))
            .sorted(Subjects.SMALLEST)
            .toList();
    if (texts.isEmpty()) {
      throw new UserException(
          "%s holds no patients: <id>.txt and <id>_<site>.wav are expected there or in %s/; 'murmur fetch-circor' downloads the data set and 'murmur synth' makes one"
              .formatted(folder, RECORDINGS));
    }
    Problems problems = new Problems(folder);
    Map<String, CircorPatient> found = new LinkedHashMap<>();
    for (String text : texts) {
      CircorPatient patient = CircorPatient.read(recordings.resolve(text), problems);
      found.put(patient.patientId(), patient);
    }
    TableSearch search = TableSearch.in(folder, List.of(recordings), found.keySet());
    for (Path file : search.passedOver()) {
      LOG.atWarn()
          .addKeyValue("file", file)
          .log("no table of findings of these patients; passed over");
    }
    checkFiles(files, found.values(), problems);
    Map<String, CircorPatient> ordered = found;
    Optional<CircorTable> table = search.found().map(file -> CircorTable.read(file, problems));
    if (table.isPresent() && !table.get().patientIds().isEmpty()) {
      ordered = checkTable(search.found().get(), table.get(), found, problems);
    }
    CircorTable findings =
        table.filter(CircorTable::hasFindings).orElseGet(() -> stated(found.values(), problems));
    problems.throwIfAny();
    return new CircorFolder(folder, recordings, ordered, findings);
  }

  /**
   * Whether a patient of this id can be in a folder: as the stream takes them, 1 to 128 characters
   * of {@code [A-Za-z0-9._:-]}, but not with a dot in front, which hides a file, and not the name
   * of a file about the data set itself.
   */
  public static boolean takesPatientId(String patientId) {
    return WavName.isPatientId(patientId)
        && !ABOUT_THE_DATA_SET.contains(patientId + CircorPatient.SUFFIX);
  }

  private static CircorTable stated(Collection<CircorPatient> patients, Problems problems) {
    return CircorTable.of(patients.stream().map(CircorPatient::text).toList(), problems, problems);
  }

  @Override
  public List<String> patientIds() {
    return List.copyOf(patients.keySet());
  }

  /**
   * Reads the samples of these patients once and throws them away, so that a damaged file is found
   * before anything is sent.
   *
   * @throws UserException if any file is damaged
   */
  public void verify(Collection<String> patientIds) {
    Problems problems = new Problems(folder);
    for (String patientId : patientIds) {
      for (RecordingFiles recording : patient(patientId).recordings()) {
        try {
          WavFile.read(recordings.resolve(recording.wav()));
        } catch (UserException e) {
          problems.add(e.getMessage());
        }
      }
    }
    problems.throwIfAny();
  }

  @Override
  public ExamRecordings examine(String patientId, int visit) {
    CircorPatient patient = patient(patientId);
    String examId = ExamRecordings.idOf(patientId, visit);
    List<SiteRecording> made = new ArrayList<>();
    for (RecordingFiles recording : patient.recordings()) {
      Pcm audio = WavFile.read(recordings.resolve(recording.wav()));
      made.add(
          new SiteRecording(
              recording.site(), patient.indexOf(recording), audio, marks(recording, audio)));
    }
    Optional<Diagnosis> diagnosis =
        table.diagnosis(patientId).map(finding -> finding.ofExam(patientId, examId));
    return new ExamRecordings(examId, patientId, made, diagnosis);
  }

  /** What clinicians found in a patient, if that is known; no recording is read. */
  public Optional<Diagnosis> diagnosis(String patientId) {
    return table.diagnosis(patient(patientId).patientId());
  }

  private CircorPatient patient(String patientId) {
    CircorPatient patient = patients.get(patientId);
    if (patient == null) {
      throw new UserException("%s holds no patient %s".formatted(folder, patientId));
    }
    return patient;
  }

  private List<CycleInterval> marks(RecordingFiles recording, Pcm audio) {
    if (recording.tsv().isEmpty()) {
      return List.of();
    }
    Path file = recordings.resolve(recording.tsv().get());
    try {
      return CircorMarks.read(file, audio.seconds());
    } catch (IOException e) {
      throw new UserException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static void checkFiles(
      Set<String> files, Collection<CircorPatient> patients, Problems problems) {
    Set<String> listed = new HashSet<>();
    for (CircorPatient patient : patients) {
      String text = patient.patientId() + CircorPatient.SUFFIX;
      for (RecordingFiles recording : patient.recordings()) {
        listed.add(recording.wav());
        Stream.concat(Stream.of(recording.wav()), recording.tsv().stream())
            .filter(file -> !files.contains(file))
            .forEach(file -> problems.add("%s is missing; %s lists it".formatted(file, text)));
      }
    }
    files.stream()
        .filter(file -> file.endsWith(".wav") && !listed.contains(file))
        .sorted()
        .forEach(file -> problems.add(file + " is listed by no patient's .txt"));
  }

  /**
   * @return the patients in the order of the table
   */
  private static Map<String, CircorPatient> checkTable(
      Path file, CircorTable table, Map<String, CircorPatient> found, Problems problems) {
    Path name = file.getFileName();
    Map<String, CircorPatient> ordered = new LinkedHashMap<>();
    for (String patientId : table.patientIds()) {
      if (found.containsKey(patientId)) {
        ordered.put(patientId, found.get(patientId));
      } else {
        problems.add("%s.txt is missing; %s lists it".formatted(patientId, name));
      }
    }
    found.keySet().stream()
        .filter(patientId -> !ordered.containsKey(patientId))
        .forEach(patientId -> problems.add("%s.txt has no row in %s".formatted(patientId, name)));
    return ordered;
  }
}
