package org.murmurstream.trainer.committee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.data.sound.DrawConfig;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.trainer.frames.Draws;
import org.murmurstream.trainer.frames.FeatureStore;
import org.murmurstream.trainer.frames.FinishedRun;
import org.murmurstream.trainer.frames.FrameSettings;
import org.murmurstream.trainer.frames.TestHearts;
import org.murmurstream.trainer.frames.TinyRun;
import org.murmurstream.trainer.run.ProgressWatch;

class DistortedEvidenceTest {

  private static final TorchOptions TORCH = new TorchOptions(1, TorchOptions.Processor.CPU);
  private static final Draws TWO = new Draws(DrawConfig.STANDARD, 2);

  @TempDir private Path folder;

  private FrontEnd frontEnd;
  private FeatureStore features;
  private FinishedRun run;

  @BeforeEach
  void train() throws IOException {
    frontEnd = FrontEnd.open(FrameSettings.FRONT_END, TORCH);
    features = new FeatureStore(folder.resolve("features"), frontEnd);
    run = TinyRun.write(folder.resolve("run"), patients(), features, 2, 1);
  }

  @AfterEach
  void close() {
    frontEnd.close();
  }

  @Test
  void shouldScoreEachRecordingOncePerDraw() throws IOException {
    // When
    List<List<LabelledEvidence>> draws = distorted(TWO).of(patients(), ProgressWatch.NONE);

    // Then
    assertThat(draws).hasSize(2);
    for (List<LabelledEvidence> draw : draws) {
      assertThat(draw).hasSize(6);
      assertThat(draw)
          .extracting(evidence -> evidence.patient().patientId(), LabelledEvidence::fold)
          .startsWith(tuple("p0", 0), tuple("p0", 0), tuple("p1", 1));
      assertThat(draw).allSatisfy(evidence -> assertThat(evidence.beats()).hasSize(2));
    }
    assertThat(draws.get(0).get(0).figures().sound())
        .isNotEqualTo(draws.get(1).get(0).figures().sound());
  }

  @Test
  void shouldSayOfUndistortedRecordingsWhatTheTrainingSays() throws IOException {
    // Given: draws that change nothing
    var still = new Draws(nothing(), 1);

    // When
    List<LabelledEvidence> drawn = distorted(still).of(patients(), ProgressWatch.NONE).get(0);

    // Then
    List<LabelledEvidence> clean =
        new EvidenceReader(List.of(run), features).read(patients(), ProgressWatch.NONE);
    for (int i = 0; i < clean.size(); i++) {
      assertThat(drawn.get(i).figures().sound())
          .containsExactly(clean.get(i).figures().sound(), within(1e-6f));
      assertThat(drawn.get(i).frames().murmur())
          .isCloseTo(clean.get(i).frames().murmur(), within(1e-5));
      assertThat(drawn.get(i).role()).isEqualTo(clean.get(i).role());
    }
  }

  @Test
  void shouldGoOnFromWhatIsThere() throws IOException {
    // Given
    List<List<LabelledEvidence>> first = distorted(TWO).of(patients(), ProgressWatch.NONE);
    List<Path> files = files();
    var past = FileTime.fromMillis(1_000_000);
    for (Path file : files) {
      Files.setLastModifiedTime(file, past);
    }
    Files.delete(files.get(0));

    // When
    List<List<LabelledEvidence>> again = distorted(TWO).of(patients(), ProgressWatch.NONE);

    // Then
    assertThat(again).usingRecursiveComparison().isEqualTo(first);
    for (Path file : files.subList(1, files.size())) {
      assertThat(Files.getLastModifiedTime(file)).isEqualTo(past);
    }
  }

  private DistortedEvidence distorted(Draws draws) throws IOException {
    return new DistortedEvidence(
        List.of(run), FrameSettings.FRONT_END, draws, folder.resolve("distorted"), TORCH, 2);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("distorted"))) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static DrawConfig nothing() {
    DrawConfig all = DrawConfig.STANDARD;
    return new DrawConfig(
        new DrawConfig.Crop(0, all.crop().seconds()),
        new DrawConfig.Echoes(
            0, all.echoes().count(), all.echoes().seconds(), all.echoes().strength()),
        new DrawConfig.LowPass(0, all.lowPass().hertz(), all.lowPass().order()),
        new DrawConfig.HighPass(0, all.highPass().hertz(), all.highPass().order()),
        new DrawConfig.Noise(0, all.noise().decibelsBelow()),
        new DrawConfig.Hum(0, all.hum().decibelsBelow()),
        new DrawConfig.Dropouts(0, all.dropouts().share(), all.dropouts().pieceSeconds()),
        new DrawConfig.Bits(0, all.bits().left()),
        new DrawConfig.Coding(0, all.coding().step()),
        new DrawConfig.Level(0, all.level().factor()),
        new DrawConfig.Silence(0, all.silence().seconds()));
  }

  /** Three patients with a beating heart at two sites. */
  private static ExamSource patients() {
    return new ExamSource() {
      @Override
      public List<String> patientIds() {
        return List.of("p0", "p1", "p2");
      }

      @Override
      public ExamRecordings examine(String patientId, int visit) {
        int number = Integer.parseInt(patientId.substring(1));
        return new ExamRecordings(
            ExamRecordings.idOf(patientId, visit),
            patientId,
            List.of(
                new SiteRecording(AuscultationSite.AV, 0, TestHearts.heart(9, number), List.of()),
                new SiteRecording(
                    AuscultationSite.MV, 0, TestHearts.heart(8, 10 + number), List.of())),
            Optional.of(Diagnosis.of(patientId, MurmurClass.ABSENT)));
      }
    };
  }
}
