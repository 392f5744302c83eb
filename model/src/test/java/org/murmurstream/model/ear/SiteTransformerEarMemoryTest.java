package org.murmurstream.model.ear;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Ear;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.SyntheticHeart;
import org.murmurstream.model.ResidentMemory;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.MelScale;
import org.murmurstream.model.audio.Normalisation;
import org.murmurstream.model.audio.ResamplerConfig;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.bundle.UntrainedBundle;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.sites.ClassifierConfig;

class SiteTransformerEarMemoryTest {

  private static final int LISTENS = 500;
  private static final int DECISIONS = 6000;

  /** Large leaks only: small ones first fill what the allocator has kept. */
  private static final long ALLOWED_KILOBYTES = 4 * 1024;

  @Test
  void shouldLeaveNoArrayBehind() throws Exception {
    // Given
    try (var ear = minute().open(new TorchOptions(1, TorchOptions.Processor.CPU))) {
      ear.decide(SitesApart.of(ear.listen(exam())));
      long before = liveArrays();

      // When
      for (int i = 0; i < 20; i++) {
        ear.decide(SitesApart.of(ear.listen(exam())));
      }

      // Then
      assertThat(before).isPositive();
      assertThat(liveArrays()).isEqualTo(before);
    }
  }

  @Test
  void shouldNotGrowWithWhatItHearsAndDecides() throws Exception {
    // When
    long grownKilobytes = ResidentMemory.measuredBy(SiteTransformerEarMemoryTest.class);

    // Then
    assertThat(grownKilobytes).isLessThan(ALLOWED_KILOBYTES);
  }

  /**
   * Prints by how many kilobytes resident memory grows: the less of two rounds, as a leak shows in
   * both, and what the allocator moves about in one.
   */
  public static void main(String[] args) throws IOException {
    List<SiteAudio> exam = exam();
    try (var ear = minute().open(new TorchOptions(1, TorchOptions.Processor.CPU))) {
      work(ear, exam);
      long before = ResidentMemory.kilobytes();
      work(ear, exam);
      long between = ResidentMemory.kilobytes();
      work(ear, exam);
      System.out.println(Math.min(between - before, ResidentMemory.kilobytes() - between));
    }
  }

  private static List<SiteAudio> exam() {
    return List.of(
        new SiteAudio(AuscultationSite.AV, SyntheticHeart.calm().record(3, 1)),
        new SiteAudio(AuscultationSite.MV, SyntheticHeart.calm().record(4, 2)));
  }

  /** Arrays of DJL's PyTorch engine that are reachable; each owns native memory. */
  private static long liveArrays() throws JMException {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {null},
                    new String[] {String[].class.getName()});
    return histogram
        .lines()
        .filter(line -> line.contains(" ai.djl.pytorch.engine.PtNDArray"))
        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+", 3)[1]))
        .sum();
  }

  private static void work(Ear ear, List<SiteAudio> exam) {
    for (int i = 0; i < LISTENS; i++) {
      ear.listen(exam);
    }
    List<SiteEvidence> heard = SitesApart.of(ear.listen(exam));
    for (int i = 0; i < DECISIONS; i++) {
      ear.decide(heard);
    }
  }

  /** So small that thousands of exams take seconds. */
  private static ModelBundle minute() {
    var frontEnd =
        new FrontEndConfig(
            4000,
            200,
            200,
            80,
            16,
            20,
            1000,
            MelScale.SLANEY,
            true,
            1e-7,
            true,
            Normalisation.dataset(0, 1),
            ResamplerConfig.HANN_SINC);
    var encoder = new M2dConfig(16, 128, 8, 8, 16, 1, 2, 2, 1e-6);
    ClassifierConfig standard = ClassifierConfig.standard(encoder.embeddingWidth());
    var classifier =
        new ClassifierConfig(
            standard.sites(),
            standard.classes(),
            encoder.embeddingWidth(),
            32,
            2,
            1,
            32,
            3,
            true,
            true,
            standard.averaging(),
            0,
            0);
    return UntrainedBundle.around(
        "minute",
        Encoder.seeded(frontEnd, encoder, 1),
        classifier,
        1,
        JsonNodeFactory.instance.objectNode(),
        "# Minute\n");
  }
}
