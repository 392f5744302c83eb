package org.murmurstream.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.murmurstream.trainer.replay.ArchiveTopic.ANNOTATIONS;
import static org.murmurstream.trainer.replay.ArchiveTopic.DIAGNOSES;
import static org.murmurstream.trainer.replay.ArchiveTopic.EMBEDDINGS;
import static org.murmurstream.trainer.replay.ArchiveTopic.RECORDINGS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.AgeGroup;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.CycleInterval;
import org.murmurstream.core.CyclePhase;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.UserException;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.data.circor.CircorFolder;
import org.murmurstream.kafka.wire.Wire;
import org.murmurstream.schemas.Diagnosis;
import org.murmurstream.schemas.Murmur;
import org.murmurstream.schemas.MurmurDescription;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.Site;
import org.murmurstream.schemas.SiteEmbedding;

class ReplayTest {

  private static final int SAMPLE_RATE_HZ = 4000;
  private static final String ENCODER = "a".repeat(64);
  private static final String OTHER_ENCODER = "b".repeat(64);
  private static final List<MurmurClass> MURMURS =
      List.of(MurmurClass.ABSENT, MurmurClass.PRESENT, MurmurClass.UNKNOWN);

  @TempDir private Path directory;
  private final TestArchive archive = new TestArchive();
  private final List<String> warnings = new ArrayList<>();

  @Test
  void shouldWriteEverySampleLabelAndMarkThatWasUploaded() throws IOException {
    // Given
    List<ExamRecordings> exams = exams(6);
    exams.forEach(archive::upload);

    // When
    Replay.Result result = replay("out", archive.consumer(archive.partitions()));

    // Then
    CircorFolder folder = CircorFolder.open(directory.resolve("out"));
    assertThat(folder.patientIds()).hasSize(exams.size());
    for (ExamRecordings sent : exams) {
      ExamRecordings read = folder.examine(sent.patientId(), 1);
      assertThat(read.diagnosis()).isEqualTo(sent.diagnosis());
      assertThat(read.recordings()).hasSameSizeAs(sent.recordings());
      for (int i = 0; i < sent.recordings().size(); i++) {
        SiteRecording expected = sent.recordings().get(i);
        SiteRecording actual = read.recordings().get(i);
        assertThat(actual.site()).isEqualTo(expected.site());
        assertThat(actual.index()).isEqualTo(expected.index());
        assertThat(actual.audio().sampleRateHz()).isEqualTo(expected.audio().sampleRateHz());
        assertThat(actual.audio().samples()).isEqualTo(expected.audio().samples());
        assertThat(actual.marks()).isEqualTo(expected.marks());
      }
    }
    assertThat(result.manifest().counts().exams()).isEqualTo(6);
    assertThat(result.manifest().labels())
        .isEqualTo(Map.of("ABSENT", 2, "PRESENT", 2, "UNKNOWN", 2));
    assertThat(result.manifest().excluded()).isEmpty();
    assertThat(directory.resolve("out.partial")).doesNotExist();
    assertThat(warnings).isEmpty();
  }

  @Test
  void shouldMakeTheSameBytesWhateverIsReadFirst() throws IOException {
    // Given
    exams(8).forEach(archive::upload);
    List<RecordingChunk> again = TestArchive.chunks(exams(1).get(0));
    again.forEach(archive::add);
    archive.add(RECORDINGS, "p0", new byte[] {0, 0, 0, 0, 1, 1});
    List<TopicPartition> backwards = new ArrayList<>(archive.partitions());
    Collections.reverse(backwards);

    // When
    Replay.Result first = replay("first", archive.consumer(archive.partitions()));
    Replay.Result second = replay("second", archive.consumer(backwards));
    exams(9).subList(8, 9).forEach(archive::upload);
    Replay.Result third =
        replay(
            "third",
            archive.consumer(archive.partitions()),
            Request.exactly(Plan.read(directory.resolve("first").resolve("manifest.json"))));

    // Then
    assertThat(first.manifest().counts().repeated()).isEqualTo(again.size());
    assertThat(first.manifest().excluded()).isEqualTo(Map.of("UNDECODABLE", 1));
    assertThat(files("second")).isEqualTo(files("first"));
    assertThat(files("third")).isEqualTo(files("first"));
    assertThat(List.of(second.digest(), third.digest())).containsOnly(first.digest());
  }

  @Test
  void shouldGoOnWhereItWasInterruptedAndMakeTheSameBytes() throws IOException {
    // Given
    exams(8).forEach(archive::upload);
    replay("whole", archive.consumer(archive.partitions()));
    MockConsumer<byte[], byte[]> failing =
        archive.consumer(
            archive.partitions(),
            poll -> {
              if (poll == 2) {
                throw new IllegalStateException("pretended");
              }
            });
    assertThatThrownBy(() -> replay("out", failing)).hasMessage("pretended");
    assertThat(directory.resolve("out")).doesNotExist();

    // When
    MockConsumer<byte[], byte[]> second = archive.consumer(archive.partitions());
    replay("out", second);

    // Then
    assertThat(second.assignment())
        .as("what was read before is not read again")
        .doesNotContainAnyElementsOf(archive.partitions().subList(0, 2));
    assertThat(files("out")).isEqualTo(files("whole"));
  }

  @Test
  void shouldReadAgainWhatWasNotWrittenDown() throws IOException {
    // Given
    exams(8).forEach(archive::upload);
    replay("whole", archive.consumer(archive.partitions()));
    MockConsumer<byte[], byte[]> failing =
        archive.consumer(
            archive.partitions(),
            poll -> {
              if (poll == 4) {
                throw new IllegalStateException("pretended");
              }
            });
    var seldom =
        new Replay(
            directory.resolve("out"), archive.serdes(), Duration.ofHours(1), new Silent(warnings));
    assertThatThrownBy(() -> seldom.run(failing, Request.all(TestArchive.names())))
        .hasMessage("pretended");

    // When
    replay("out", archive.consumer(archive.partitions()));

    // Then
    assertThat(files("out")).isEqualTo(files("whole"));
  }

  @Test
  void shouldNotReadAgainWhenItWasInterruptedWhileWriting() throws IOException {
    // Given
    exams(8).forEach(archive::upload);
    replay("whole", archive.consumer(archive.partitions()));
    var failing =
        new Silent(warnings) {
          @Override
          public void written(long bytes, long all) {
            throw new IllegalStateException("pretended");
          }
        };
    var interrupted =
        new Replay(directory.resolve("out"), archive.serdes(), Duration.ofHours(1), failing);
    assertThatThrownBy(
            () ->
                interrupted.run(
                    archive.consumer(archive.partitions()), Request.all(TestArchive.names())))
        .hasMessage("pretended");

    // When
    MockConsumer<byte[], byte[]> unused = new TestArchive().consumer(List.of());
    replay("out", unused);

    // Then
    assertThat(unused.assignment()).isEmpty();
    assertThat(files("out")).isEqualTo(files("whole"));
  }

  @Test
  void shouldSkipNothingWhenTheRegistryDoesNotAnswer() {
    // Given
    exams(2).forEach(archive::upload);
    byte[] bySchemaTheRegistryCannotTell = {0, 0, 0, 0, 9, 1};
    archive.add(RECORDINGS, "p0", bySchemaTheRegistryCannotTell);

    // Then
    assertThatThrownBy(() -> replay("out", archive.consumer(archive.partitions())))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("The schema registry does not answer");
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @Test
  void shouldNotGoOnWithSomethingElse() {
    // Given
    exams(2).forEach(archive::upload);
    MockConsumer<byte[], byte[]> failing =
        archive.consumer(
            archive.partitions(),
            poll -> {
              throw new IllegalStateException("pretended");
            });
    assertThatThrownBy(() -> replay("out", failing)).hasMessage("pretended");

    // Then
    assertThatThrownBy(
            () ->
                replay(
                    "out",
                    archive.consumer(archive.partitions()),
                    new Request(TestArchive.names(), 5L, null, null)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("begun with other options");
  }

  @Test
  void shouldNameEverythingThatIsLeftOut() throws IOException {
    // Given
    List<ExamRecordings> exams = exams(4);
    archive.upload(exams.get(0));

    ExamRecordings unlabelled = exams.get(1);
    TestArchive.chunks(unlabelled).forEach(archive::add);

    ExamRecordings gapped = exams.get(2);
    List<RecordingChunk> chunks = TestArchive.chunks(gapped);
    chunks.subList(1, chunks.size()).forEach(archive::add);
    archive.add(said(gapped));
    archive.add(TestArchive.annotation(gapped, gapped.recordings().get(0)));

    ExamRecordings lost = exams.get(3);
    archive.add(TestArchive.chunks(lost).get(0));
    archive.add(said(lost));

    RecordingChunk spoilt = TestArchive.chunks(exams.get(0)).get(0);
    archive.add(RecordingChunk.newBuilder(spoilt).setCrc32c(1).build());
    archive.add(RecordingChunk.newBuilder(spoilt).setDeviceId("other").build());
    archive.add(RECORDINGS, "p0", new byte[] {1});
    archive.add(DIAGNOSES, "p0", new byte[] {2});
    Diagnosis found = said(exams.get(0));
    archive.add(Diagnosis.newBuilder(found).setExamId("never-seen").build());
    archive.add(Diagnosis.newBuilder(found).setMurmur(Murmur.UNSPECIFIED).build());
    archive.add(
        Diagnosis.newBuilder(found)
            .setSystolic(MurmurDescription.newBuilder().setTiming("a\n#Murmur: Absent").build())
            .build());
    SiteRecording recording = exams.get(0).recordings().get(0);
    archive.add(TestArchive.annotation(exams.get(0), marked(recording, 1, 0.5)));

    // When
    Manifest manifest = replay("out", archive.consumer(archive.partitions())).manifest();

    // Then
    assertThat(manifest.excluded())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("NO_DIAGNOSIS", 1),
                Map.entry("INCOMPLETE", 2),
                Map.entry("NO_RECORDING", 1),
                Map.entry("NO_COMPLETE_RECORDING", 1),
                Map.entry("BAD_CRC", 1),
                Map.entry("DEVICE_MISMATCH", 1),
                Map.entry("NOT_FRAMED", 2),
                Map.entry("NO_EXAM", 1),
                Map.entry("UNKNOWN_VALUE", 1),
                Map.entry("BAD_TEXT", 1),
                Map.entry("BAD_MARKS", 1)));
    assertThat(manifest.exclusions().exams())
        .contains(
            new Exclusions.OfExam("p1", unlabelled.examId(), "NO_DIAGNOSIS"),
            new Exclusions.OfExam("p3", lost.examId(), "NO_COMPLETE_RECORDING"));
    assertThat(manifest.exclusions().recordings())
        .contains(new Exclusions.OfRecording("p2", gapped.examId(), "AV", 0, 2, "INCOMPLETE"));
    assertThat(manifest.exams()).extracting(Manifest.Exam::id).containsExactly("p0", "p2");
    assertThat(manifest.exams().get(1).missing()).containsExactly("AV");
    assertThat(manifest.topics().get(RECORDINGS).partitions())
        .allSatisfy(read -> assertThat(read.records()).isEqualTo(read.end() - read.first()));
  }

  @Test
  void shouldLetTheLatestWordCount() throws IOException {
    // Given
    ExamRecordings exam = exams(1).get(0);
    Diagnosis absent = said(exam);
    SiteRecording recording = exam.recordings().get(0);
    SiteRecording later = marked(recording, 0.05, 0.1);
    archive.upload(exam);
    archive.add(absent);
    archive.add(Diagnosis.newBuilder(absent).setMurmur(Murmur.UNKNOWN).build());
    archive.add(TestArchive.annotation(exam, later));

    // When
    Manifest manifest = replay("out", archive.consumer(archive.partitions())).manifest();

    // Then
    ExamRecordings read = CircorFolder.open(directory.resolve("out")).examine("p0", 1);
    assertThat(read.diagnosis().orElseThrow().murmur()).isEqualTo(MurmurClass.UNKNOWN);
    assertThat(read.recordings().get(0).marks()).isEqualTo(later.marks());
    assertThat(manifest.exclusions().records())
        .extracting(Exclusions.OfRecord::topic, Exclusions.OfRecord::reason)
        .containsExactly(
            tuple(DIAGNOSES, "SUPERSEDED"),
            tuple(DIAGNOSES, "SUPERSEDED"),
            tuple(ANNOTATIONS, "SUPERSEDED"));
  }

  @Test
  void shouldCutMarksAtTheEndOfTheirRecordingAndRefuseThoseBeyondIt() throws IOException {
    // Given
    ExamRecordings exam = exams(1).get(0);
    SiteRecording first = exam.recordings().get(0);
    SiteRecording second = exam.recordings().get(1);
    double end = first.audio().seconds();
    TestArchive.chunks(exam).forEach(archive::add);
    archive.add(said(exam));
    archive.add(TestArchive.annotation(exam, marked(first, 0.1, end + 0.004)));
    archive.add(TestArchive.annotation(exam, marked(second, 0.1, second.audio().seconds() + 1)));

    // When
    Manifest manifest = replay("out", archive.consumer(archive.partitions())).manifest();

    // Then
    ExamRecordings read = CircorFolder.open(directory.resolve("out")).examine("p0", 1);
    assertThat(read.recordings().get(0).marks()).isEqualTo(marked(first, 0.1, end).marks());
    assertThat(read.recordings().get(1).marks()).isEmpty();
    assertThat(manifest.excluded()).isEqualTo(Map.of("BEYOND_END", 1));
  }

  @Test
  void shouldGiveEachExamOfAPatientARowAndKeepThemOneSubject() throws IOException {
    // Given
    ExamRecordings first = exam("p_1", 1, 0);
    ExamRecordings second = exam("p_1", 2, 1);
    ExamRecordings other = exam("q", 1, 2);
    archive.upload(first).upload(second);
    archive.upload(
        new ExamRecordings(
            other.examId(),
            "q",
            other.recordings(),
            other.diagnosis().map(found -> found.ofSubject("p_1"))));

    // When
    Manifest manifest = replay("out", archive.consumer(archive.partitions())).manifest();

    // Then
    CircorFolder folder = CircorFolder.open(directory.resolve("out"));
    assertThat(folder.patientIds()).hasSize(3).contains("q").allMatch(id -> !id.contains("_"));
    assertThat(folder.patientIds())
        .extracting(id -> folder.examine(id, 1).diagnosis().orElseThrow().subject())
        .containsOnly("q");
    assertThat(manifest.counts().patients()).isEqualTo(2);
    assertThat(manifest.counts().subjects()).isEqualTo(1);
    assertThat(manifest.exams())
        .filteredOn(exam -> exam.patient().equals("p_1"))
        .extracting(Manifest.Exam::exam)
        .containsExactlyInAnyOrder("p_1-e1", "p_1-e2");
  }

  @Test
  void shouldTakeADiagnosisOfThePatientForEveryExamThatHasNoneOfItsOwn() throws IOException {
    // Given
    ExamRecordings first = exam("p", 1, 0);
    ExamRecordings second = exam("p", 2, 1);
    TestArchive.chunks(first).forEach(archive::add);
    archive.upload(second);
    archive.add(
        Diagnosis.newBuilder(said(first)).setExamId(null).setMurmur(Murmur.UNKNOWN).build());

    // When
    Manifest manifest = replay("out", archive.consumer(archive.partitions())).manifest();

    // Then
    assertThat(manifest.exams())
        .extracting(Manifest.Exam::exam, Manifest.Exam::murmur)
        .containsExactlyInAnyOrder(tuple("p-e1", "UNKNOWN"), tuple("p-e2", "PRESENT"));
    assertThat(manifest.excluded()).isEmpty();
  }

  @Test
  void shouldSayWhereRecordsAreDeleted() throws IOException {
    // Given
    exams(3).forEach(archive::upload);
    replay("before", archive.consumer(archive.partitions()));
    Plan all = Plan.read(directory.resolve("before").resolve("manifest.json"));
    int partition =
        all.topics().get(RECORDINGS).partitions().stream()
            .filter(range -> range.end() > 4)
            .findFirst()
            .orElseThrow()
            .partition();
    archive.deleteBefore(RECORDINGS, partition, 4);

    // When
    replay("after", archive.consumer(archive.partitions()));

    // Then
    assertThat(warnings)
        .containsExactly(
            "Topic recordings, partition %d: offsets 0 to 3 are deleted; what began there is incomplete."
                .formatted(partition));
    assertThatThrownBy(
            () -> replay("again", archive.consumer(archive.partitions()), Request.exactly(all)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("partition %d".formatted(partition))
        .hasMessageContaining("those before 4 are deleted");
  }

  @Test
  void shouldRefuseOffsetsThatAreNotThereYet() throws IOException {
    // Given
    exams(3).forEach(archive::upload);
    replay("before", archive.consumer(archive.partitions()));
    Plan all = Plan.read(directory.resolve("before").resolve("manifest.json"));

    // Then
    assertThatThrownBy(
            () ->
                replay(
                    "again",
                    new TestArchive().consumer(archive.partitions()),
                    Request.exactly(all)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("what is committed ends before 0");
  }

  @Test
  void shouldKeepTheEmbeddingsOfTheAudioItWrites() throws IOException {
    // Given
    ExamRecordings exam = exam("p_1", 1, 0);
    archive.upload(exam);
    archive.add(TestArchive.embedding(exam, Site.AV, 1, 1, ENCODER, 1, 2));
    archive.add(TestArchive.embedding(exam, Site.MV, 2, 2, ENCODER, 3, 4));
    archive.add(TestArchive.embedding(exam, Site.AV, 1, 1, OTHER_ENCODER, 5));

    // When
    Manifest manifest =
        replay("out", archive.consumer(archive.partitions()), withEmbeddings()).manifest();

    // Then
    Path out = directory.resolve("out");
    String id = manifest.exams().get(0).id();
    assertThat(SiteEmbeddings.of(out, ENCODER, 2).ofPatient(id))
        .containsOnlyKeys(AuscultationSite.AV, AuscultationSite.MV)
        .containsEntry(AuscultationSite.AV, new float[] {1, 2})
        .containsEntry(AuscultationSite.MV, new float[] {3, 4});
    assertThat(SiteEmbeddings.of(out, OTHER_ENCODER, 1).ofPatient(id))
        .containsOnlyKeys(AuscultationSite.AV);
    assertThat(SiteEmbeddings.of(out, "0".repeat(64), 2).ofPatient(id)).isEmpty();
    assertThat(SiteEmbeddings.of(out, ENCODER, 2).ofPatient("q")).isEmpty();
    assertThat(manifest.embeddings()).isEqualTo(Map.of(ENCODER, 2, OTHER_ENCODER, 1));
    assertThat(manifest.exams().get(0).embeddings())
        .extracting(Manifest.Embedding::encoderDigest, Manifest.Embedding::site)
        .containsExactly(tuple(ENCODER, "AV"), tuple(ENCODER, "MV"), tuple(OTHER_ENCODER, "AV"));
    assertThat(manifest.excluded()).isEmpty();
  }

  @Test
  void shouldNameEmbeddingsThatAreLeftOut() throws IOException {
    // Given
    ExamRecordings exam = exam("p", 1, 0);
    ExamRecordings never = exam("p", 2, 1);
    archive.upload(exam);
    SiteEmbedding first = TestArchive.embedding(exam, Site.AV, 1, 1, ENCODER, 1, 2);
    SiteEmbedding latest = TestArchive.embedding(exam, Site.AV, 1, 1, ENCODER, 7, 8);
    archive.add(first);
    archive.add(latest);
    archive.add(latest);
    archive.add(TestArchive.embedding(exam, Site.MV, 1, 1, ENCODER, 1, 2));
    archive.add(TestArchive.embedding(exam, Site.MV, 2, 1, ENCODER, 1, 2));
    archive.add(TestArchive.embedding(never, Site.AV, 1, 1, ENCODER, 1, 2));
    archive.add(TestArchive.embedding(exam, Site.PV, 1, 1, ENCODER));
    archive.add(TestArchive.embedding(exam, Site.PV, 1, 1, ENCODER, 1, Float.NaN));
    archive.add(TestArchive.embedding(exam, Site.PV, 1, 1, "../" + ENCODER.substring(3), 1, 2));
    archive.add(EMBEDDINGS, "p", new byte[] {1});

    // When
    Manifest manifest =
        replay("out", archive.consumer(archive.partitions()), withEmbeddings()).manifest();

    // Then
    assertThat(SiteEmbeddings.of(directory.resolve("out"), ENCODER, 2).ofPatient("p"))
        .containsOnlyKeys(AuscultationSite.AV)
        .containsEntry(AuscultationSite.AV, new float[] {7, 8});
    assertThat(manifest.counts().repeated()).isOne();
    assertThat(manifest.exclusions().records())
        .extracting(
            Exclusions.OfRecord::topic, Exclusions.OfRecord::offset, Exclusions.OfRecord::reason)
        .containsExactly(
            tuple(EMBEDDINGS, 0L, "SUPERSEDED"),
            tuple(EMBEDDINGS, 3L, "OTHER_AUDIO"),
            tuple(EMBEDDINGS, 4L, "OTHER_AUDIO"),
            tuple(EMBEDDINGS, 5L, "OTHER_AUDIO"),
            tuple(EMBEDDINGS, 6L, "BAD_VECTOR"),
            tuple(EMBEDDINGS, 7L, "BAD_VECTOR"),
            tuple(EMBEDDINGS, 8L, "UNKNOWN_VALUE"),
            tuple(EMBEDDINGS, 9L, "NOT_FRAMED"));
  }

  @Test
  void shouldNotReadEmbeddingsUnlessAskedAndAgainIfAManifestDid() throws IOException {
    // Given
    ExamRecordings exam = exam("p", 1, 0);
    archive.upload(exam);
    replay("before", archive.consumer(archive.partitions()));
    archive.add(TestArchive.embedding(exam, Site.AV, 1, 1, ENCODER, 1, 2));

    // When
    replay("without", archive.consumer(archive.partitions()));
    replay("with", archive.consumer(archive.partitions()), withEmbeddings());
    replay(
        "again",
        archive.consumer(archive.partitions()),
        Request.exactly(Plan.read(directory.resolve("with").resolve("manifest.json"))));

    // Then
    assertThat(files("without")).isEqualTo(files("before"));
    assertThat(files("with")).containsKey("embeddings/" + ENCODER + "/p.safetensors");
    assertThat(files("again")).isEqualTo(files("with"));
  }

  @Test
  void shouldRefuseAVectorThatTheEncoderCannotHaveGiven() throws IOException {
    // Given
    ExamRecordings exam = exam("p", 1, 0);
    archive.upload(exam);
    archive.add(TestArchive.embedding(exam, Site.AV, 1, 1, ENCODER, 1, 2));
    replay("out", archive.consumer(archive.partitions()), withEmbeddings());

    // Then
    assertThatThrownBy(() -> SiteEmbeddings.of(directory.resolve("out"), ENCODER, 3).ofPatient("p"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("holds 2 numbers for AV where this encoder gives 3")
        .hasMessageContaining("manifest.json names the record");
  }

  @Test
  void shouldTellWhyNothingIsLeft() throws IOException {
    // Given
    ExamRecordings exam = exams(1).get(0);
    TestArchive.chunks(exam).forEach(archive::add);

    // When
    Manifest manifest = replay("out", archive.consumer(archive.partitions())).manifest();

    // Then
    assertThat(manifest.exams()).isEmpty();
    assertThat(manifest.excluded()).isEqualTo(Map.of("NO_DIAGNOSIS", 1));
    assertThat(directory.resolve("out").resolve("training_data.csv")).hasContent("\"Patient ID\"");
  }

  @Test
  void shouldRefuseAFolderThatIsThere() throws IOException {
    // Given
    Files.createDirectory(directory.resolve("out"));

    // Then
    assertThatThrownBy(() -> replay("out", archive.consumer(archive.partitions())))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("is there already");
  }

  @Test
  void shouldSayWhatIsNoManifest() throws IOException {
    // Given
    Path file = Files.writeString(directory.resolve("x.json"), "{\"topics\":{}}");

    // Then
    assertThatThrownBy(() -> Plan.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(file + " does not tell offsets as a manifest does");
  }

  private static Request withEmbeddings() {
    return Request.all(TestArchive.namesWithEmbeddings());
  }

  private Replay.Result replay(String folder, Consumer<byte[], byte[]> consumer)
      throws IOException {
    return replay(folder, consumer, Request.all(TestArchive.names()));
  }

  private Replay.Result replay(String folder, Consumer<byte[], byte[]> consumer, Request request)
      throws IOException {
    return new Replay(
            directory.resolve(folder), archive.serdes(), Duration.ZERO, new Silent(warnings))
        .run(consumer, request);
  }

  private static class Silent implements Replay.Listener {
    private final List<String> warnings;

    Silent(List<String> warnings) {
      this.warnings = warnings;
    }

    @Override
    public void warning(String sentence) {
      warnings.add(sentence);
    }

    @Override
    public void read(long offsets, long all) {
      assertThat(offsets).isBetween(0L, all);
    }

    @Override
    public void written(long bytes, long all) {
      assertThat(bytes).isBetween(0L, all);
    }
  }

  /** Every file of a folder, as text by its path within. */
  private SortedMap<String, String> files(String folder) throws IOException {
    var files = new TreeMap<String, String>();
    try (Stream<Path> walk = Files.walk(directory.resolve(folder))) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(
            directory.resolve(folder).relativize(file).toString(),
            Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  private static List<ExamRecordings> exams(int count) {
    List<ExamRecordings> exams = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      exams.add(exam("p" + i, 1, i));
    }
    return exams;
  }

  /** AV, PV and twice MV, noise of a quarter of a second and more, with marks. */
  private static ExamRecordings exam(String patientId, int visit, int kind) {
    String examId = ExamRecordings.idOf(patientId, visit);
    var noise = new Random(kind);
    List<SiteRecording> recordings = new ArrayList<>();
    int index = 0;
    AuscultationSite before = null;
    for (AuscultationSite site :
        List.of(
            AuscultationSite.AV, AuscultationSite.PV, AuscultationSite.MV, AuscultationSite.MV)) {
      index = site == before ? index + 1 : 0;
      before = site;
      short[] samples = new short[1000 + noise.nextInt(200)];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (short) noise.nextInt();
      }
      var recording = new SiteRecording(site, index, new Pcm(SAMPLE_RATE_HZ, samples), List.of());
      recordings.add(marked(recording, 0.012345, 0.1));
    }
    return new ExamRecordings(
        examId,
        patientId,
        recordings,
        Optional.of(diagnosis(patientId, kind).ofExam(patientId, examId)));
  }

  private static org.murmurstream.core.Diagnosis diagnosis(String patientId, int kind) {
    MurmurClass murmur = MURMURS.get(kind % MURMURS.size());
    boolean present = murmur == MurmurClass.PRESENT;
    var described =
        new org.murmurstream.core.MurmurDescription(
            Optional.of("Early-systolic"),
            Optional.empty(),
            Optional.of("II/VI"),
            Optional.empty(),
            Optional.empty());
    return new org.murmurstream.core.Diagnosis(
        patientId,
        Optional.empty(),
        Optional.of(patientId),
        murmur,
        present ? List.of(AuscultationSite.AV, AuscultationSite.MV) : List.of(),
        present ? Optional.of(AuscultationSite.MV) : Optional.empty(),
        present ? Optional.of(described) : Optional.empty(),
        Optional.empty(),
        Optional.of(AgeGroup.CHILD));
  }

  /** The diagnosis of an exam as it travels. */
  private static Diagnosis said(ExamRecordings exam) {
    return Wire.of(exam.diagnosis().orElseThrow());
  }

  private static SiteRecording marked(SiteRecording recording, double start, double end) {
    List<CycleInterval> marks = List.of(new CycleInterval(start, end, CyclePhase.SYSTOLE));
    return new SiteRecording(recording.site(), recording.index(), recording.audio(), marks);
  }
}
