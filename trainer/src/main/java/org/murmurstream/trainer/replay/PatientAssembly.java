package org.murmurstream.trainer.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.CycleInterval;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.exam.AudioDigest;
import org.murmurstream.core.exam.CycleMarks;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.core.exam.Gatherer;
import org.murmurstream.core.exam.RecordingAudio;
import org.murmurstream.core.exam.RecordingId;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.data.circor.CircorWriter;
import org.murmurstream.kafka.wire.Label;

/**
 * Puts the exams of a patient together from all that was said of the patient, and writes those
 * which can be learnt from: one recording complete, and a finding known.
 */
final class PatientAssembly {

  /** Marks that end later than their recording by up to this are cut there: it is rounding. */
  private static final double ROUNDING_SECONDS = 0.005;

  /** Stands for all exams of a patient. */
  private static final String EVERY_EXAM = "";

  private final Archive archive;
  private final Gatherer gatherer;
  private final Path dataSet;
  private final CircorWriter writer;

  /**
   * @param dataSet folder to write to
   */
  PatientAssembly(Archive archive, GatherPolicy policy, Path dataSet) throws IOException {
    this.archive = archive;
    this.gatherer = new Gatherer(policy);
    this.dataSet = dataSet;
    this.writer = new CircorWriter(dataSet);
  }

  /** A recording of an exam, by their ids. */
  private record Place(String examId, RecordingId recording) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::examId).thenComparing(Place::recording);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Assembles a patient.
   *
   * @param items the patient's records, in any order
   */
  void assemble(String patientId, List<Bucket.Item> items, Bucket bucket, Outcome.Draft out)
      throws IOException {
    SortedMap<String, List<Bucket.Item>> exams = new TreeMap<>();
    Statements<String, Diagnosis> diagnoses = new Statements<>();
    Statements<Place, CycleMarks> annotations = new Statements<>();
    var embeddings = new PatientEmbeddings(dataSet);
    String firstExam = null;
    for (Bucket.Item item : sorted(items)) {
      Entry entry = item.entry();
      switch (entry.topic()) {
        case RECORDINGS -> {
          firstExam = Objects.requireNonNullElse(firstExam, entry.examId());
          exams.computeIfAbsent(entry.examId(), id -> new ArrayList<>()).add(item);
        }
        case DIAGNOSES ->
            diagnoses.add(
                entry.examId(), entry, sound(archive.diagnosis(patientId, bucket.value(item))));
        case ANNOTATIONS -> {
          var annotation = sound(archive.annotation(patientId, bucket.value(item)));
          annotations.add(placeOf(annotation.content()), entry, annotation);
        }
        case EMBEDDINGS ->
            embeddings.add(entry, sound(archive.embedding(patientId, bucket.value(item))));
      }
    }
    diagnoses.reportEarlier(out);
    annotations.reportEarlier(out);
    reportDiagnosesWithoutExam(diagnoses, exams.keySet(), out);
    String subject =
        diagnoses
            .latest(diagnosis -> diagnosis.subjectId().isPresent())
            .flatMap(said -> said.content().subjectId())
            .orElse(patientId);
    Set<Place> recorded = new HashSet<>();
    for (Map.Entry<String, List<Bucket.Item>> exam : exams.entrySet()) {
      String examId = exam.getKey();
      Optional<GatheredExam> gathered =
          GatheredExam.of(
              exam.getValue(), gatherer, item -> archive.soundChunk(bucket.value(item)), out);
      if (gathered.isPresent()) {
        gathered.get().complete().keySet().forEach(id -> recorded.add(new Place(examId, id)));
        Optional<Diagnosis> diagnosis =
            diagnoses
                .about(examId)
                .or(() -> diagnoses.about(EVERY_EXAM))
                .map(said -> said.content().ofSubject(subject));
        String id = RowIds.of(patientId, examId, examId.equals(firstExam));
        write(id, gathered.get(), diagnosis, annotations, embeddings, out);
      }
    }
    embeddings.reportOthers(out);
    for (Place place : annotations.subjects()) {
      if (!recorded.contains(place)) {
        out.exclude(annotations.about(place).orElseThrow().entry(), Exclusions.NO_RECORDING);
      }
    }
  }

  private void write(
      String id,
      GatheredExam gathered,
      Optional<Diagnosis> diagnosis,
      Statements<Place, CycleMarks> annotations,
      PatientEmbeddings embeddings,
      Outcome.Draft out)
      throws IOException {
    String patientId = gathered.exam().patientId();
    String examId = gathered.exam().examId();
    reportIncomplete(gathered, out);
    if (gathered.complete().isEmpty()) {
      out.exclude(new Exclusions.OfExam(patientId, examId, Exclusions.NO_COMPLETE_RECORDING));
      return;
    }
    if (diagnosis.isEmpty()) {
      out.exclude(new Exclusions.OfExam(patientId, examId, Exclusions.NO_DIAGNOSIS));
      return;
    }
    List<SiteRecording> recordings = new ArrayList<>();
    for (Map.Entry<RecordingId, RecordingAudio> recording : gathered.complete().entrySet()) {
      RecordingId at = recording.getKey();
      Pcm pcm = recording.getValue().pcm();
      List<CycleInterval> marks = marks(annotations.about(new Place(examId, at)), pcm, out);
      recordings.add(new SiteRecording(at.site(), at.number(), pcm, marks));
    }
    ExamRecordings exam =
        new ExamRecordings(
            examId, id, recordings, diagnosis.map(found -> found.ofExam(id, examId)));
    Map<String, String> row = writer.write(exam);
    out.written(described(gathered, exam, embeddings.write(id, gathered)), row);
  }

  private static Manifest.Exam described(
      GatheredExam gathered, ExamRecordings exam, List<Manifest.Embedding> embeddings) {
    List<Manifest.Recording> recordings = new ArrayList<>();
    SortedMap<RecordingId, byte[]> digests = new TreeMap<>();
    for (SiteRecording recording : exam.recordings()) {
      RecordingId at = new RecordingId(recording.site(), recording.index());
      byte[] digest = gathered.complete().get(at).digest();
      digests.put(at, digest);
      recordings.add(
          new Manifest.Recording(
              at.site().name(),
              at.number(),
              CircorWriter.wav(exam, recording),
              recording.audio().sampleRateHz(),
              recording.audio().samples().length,
              recording.marks().size(),
              AudioDigest.hex(digest)));
    }
    Diagnosis diagnosis = exam.diagnosis().orElseThrow();
    return new Manifest.Exam(
        exam.patientId(),
        gathered.exam().patientId(),
        exam.examId(),
        diagnosis.subject(),
        diagnosis.murmur().name(),
        gathered.exam().source().partition(),
        gathered.exam().source().firstOffset(),
        gathered.exam().source().lastOffset(),
        missing(gathered),
        AudioDigest.hex(AudioDigest.ofExam(digests)),
        recordings,
        embeddings);
  }

  private static List<String> missing(GatheredExam gathered) {
    return gathered.exam().intended().keySet().stream()
        .filter(site -> gathered.complete().keySet().stream().noneMatch(id -> id.site() == site))
        .sorted()
        .map(AuscultationSite::name)
        .toList();
  }

  private static List<CycleInterval> marks(
      Optional<Statements.Statement<CycleMarks>> annotation, Pcm pcm, Outcome.Draft out) {
    List<CycleInterval> marks =
        annotation.stream().flatMap(said -> said.content().intervals().stream()).toList();
    if (marks.isEmpty()) {
      return marks;
    }
    CycleInterval last = marks.get(marks.size() - 1);
    if (last.endSeconds() <= pcm.seconds()) {
      return marks;
    }
    if (last.endSeconds() > pcm.seconds() + ROUNDING_SECONDS
        || last.startSeconds() >= pcm.seconds()) {
      out.exclude(annotation.orElseThrow().entry(), Exclusions.BEYOND_END);
      return List.of();
    }
    List<CycleInterval> cut = new ArrayList<>(marks.subList(0, marks.size() - 1));
    cut.add(new CycleInterval(last.startSeconds(), pcm.seconds(), last.phase()));
    return cut;
  }

  private static void reportIncomplete(GatheredExam gathered, Outcome.Draft out) {
    gathered
        .exam()
        .recordings()
        .forEach(
            (id, recording) -> {
              if (!recording.isComplete()) {
                out.exclude(
                    new Exclusions.OfRecording(
                        gathered.exam().patientId(),
                        gathered.exam().examId(),
                        id.site().name(),
                        id.number(),
                        recording.chunks(),
                        Exclusions.INCOMPLETE));
              }
            });
  }

  private static void reportDiagnosesWithoutExam(
      Statements<String, Diagnosis> diagnoses, Set<String> exams, Outcome.Draft out) {
    for (String examId : diagnoses.subjects()) {
      Entry latest = diagnoses.about(examId).orElseThrow().entry();
      if (examId.equals(EVERY_EXAM) ? exams.isEmpty() : !exams.contains(examId)) {
        out.exclude(latest, Exclusions.NO_EXAM);
      } else if (examId.equals(EVERY_EXAM)
          && exams.stream().allMatch(exam -> diagnoses.about(exam).isPresent())) {
        out.exclude(latest, Exclusions.SUPERSEDED);
      }
    }
  }

  private static List<Bucket.Item> sorted(List<Bucket.Item> items) {
    return items.stream().sorted(Comparator.comparing(Bucket.Item::entry, Entry.BY_PLACE)).toList();
  }

  private static Place placeOf(CycleMarks marks) {
    return new Place(marks.examId(), marks.recording());
  }

  /** It was when it was spooled. */
  private static <T> Label.Sound<T> sound(Label<T> label) {
    return (Label.Sound<T>) label;
  }
}
