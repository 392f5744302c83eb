package org.murmurstream.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Ear;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.kafka.wire.Wire;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.trainer.NoisyPatients;
import org.murmurstream.trainer.main.ClassifyCommand;
import picocli.CommandLine;

/** What a bundle heard in the stream, learnt from without hearing it again. */
class ReplayedEmbeddingsTest {

  private static final TorchOptions TORCH = new TorchOptions(1, TorchOptions.Processor.CPU);

  @TempDir private Path directory;
  private final TestArchive archive = new TestArchive();

  @Test
  void shouldLearnTheSameFromWhatTheStreamEmbeddedAndEmbedOnlyTheRest() throws IOException {
    // Given
    List<ExamRecordings> exams = exams();
    exams.forEach(archive::upload);
    replay("plain", TestArchive.names());
    classify("plain", "random", "embedded-itself");
    Path bundle = directory.resolve("embedded-itself/seed-1/fold-0/bundle");
    publishAllBut(exams.get(0), exams, bundle);

    // When
    replay("heard", TestArchive.namesWithEmbeddings());
    classify("heard", bundle.toString(), "embedded-by-the-stream");

    // Then
    assertThat(embedded("embedded-itself")).isEqualTo(3L * exams.size());
    assertThat(embedded("embedded-by-the-stream")).isEqualTo(3);
    assertThat(directory.resolve("embedded-by-the-stream/predictions.csv"))
        .hasSameTextualContentAs(directory.resolve("embedded-itself/predictions.csv"));
  }

  @Test
  void shouldEmbedAllItselfWhenAnotherEncoderHeardIt() throws IOException {
    // Given
    List<ExamRecordings> exams = exams();
    exams.forEach(archive::upload);
    for (ExamRecordings exam : exams) {
      archive.add(
          TestArchive.embedding(
              exam, org.murmurstream.schemas.Site.AV, 1, 1, "c".repeat(64), 1, 2, 3));
    }

    // When
    replay("heard", TestArchive.namesWithEmbeddings());
    classify("heard", "random", "run");

    // Then
    assertThat(embedded("run")).isEqualTo(3L * exams.size());
  }

  /** Sends embeddings as the application does, of the exams but one. */
  private void publishAllBut(ExamRecordings silent, List<ExamRecordings> exams, Path bundle) {
    try (Ear ear = ModelBundle.load(bundle).open(TORCH)) {
      for (ExamRecordings exam : exams) {
        if (!exam.examId().equals(silent.examId())) {
          publish(exam, AuscultationSite.AV, ear);
          publish(exam, AuscultationSite.MV, ear);
        }
      }
    }
  }

  private void publish(ExamRecordings exam, AuscultationSite site, Ear ear) {
    List<Evidence> recordings =
        ear.listen(
            exam.recordings().stream()
                .filter(recording -> recording.site() == site)
                .map(recording -> new SiteAudio(site, recording.audio()))
                .toList());
    SiteEvidence whole = SiteEvidence.of(recordings);
    archive.add(
        TestArchive.embedding(
            exam,
            Wire.of(site),
            recordings.size(),
            whole.recordings(),
            ear.identity().encoderDigest(),
            whole.embedding()));
  }

  /** Patients with noise at AV, and twice at MV. */
  private static List<ExamRecordings> exams() {
    var patients = new NoisyPatients(3);
    List<ExamRecordings> exams = new ArrayList<>();
    for (String id : patients.patientIds()) {
      ExamRecordings exam = patients.examine(id, 1);
      List<SiteRecording> recordings = new ArrayList<>(exam.recordings());
      recordings.add(noise(0, id));
      recordings.add(noise(1, id));
      exams.add(new ExamRecordings(exam.examId(), exam.patientId(), recordings, exam.diagnosis()));
    }
    return exams;
  }

  private static SiteRecording noise(int recording, String id) {
    var random = new Random(1000L * (recording + 1) + Integer.parseInt(id));
    var samples = new short[12_000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (1000 * random.nextGaussian());
    }
    return new SiteRecording(AuscultationSite.MV, recording, new Pcm(4000, samples), List.of());
  }

  private void replay(String folder, SortedMap<ArchiveTopic, String> names) throws IOException {
    new Replay(
            directory.resolve(folder),
            archive.serdes(),
            Duration.ofHours(1),
            new Replay.Listener() {
              @Override
              public void warning(String sentence) {}

              @Override
              public void read(long offsets, long all) {}

              @Override
              public void written(long bytes, long all) {}
            })
        .run(archive.consumer(archive.partitions()), Request.all(names));
  }

  private void classify(String data, String backbone, String run) {
    var err = new StringWriter();
    int status =
        new CommandLine(new ClassifyCommand())
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(err))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(
                ("--data %s --backbone %s --run %s --folds 2 --seeds 1 --width 16 --hidden 16"
                        + " --layers 1 --epochs 2 --warmup-epochs 1 --threads 1 --processor cpu"
                        + " --validation-parts 2")
                    .formatted(directory.resolve(data), backbone, directory.resolve(run))
                    .split(" "));
    assertThat(status).as("%s", err).isZero();
  }

  /** How many recordings a run embedded. */
  private long embedded(String run) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve(run).resolve("embeddings"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
