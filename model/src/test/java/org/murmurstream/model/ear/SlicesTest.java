package org.murmurstream.model.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Ear;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SyntheticHeart;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.bundle.TinyCommittee;
import org.murmurstream.model.bundle.UntrainedBundle;
import org.murmurstream.model.engine.TorchOptions;

/** What is heard in the midst of another recording changes nothing, in either. */
class SlicesTest {

  private static final TorchOptions TORCH = new TorchOptions(1, TorchOptions.Processor.CPU);

  @Test
  void shouldHearTheSameWithACommitteeWhateverIsHeardInBetween() {
    shouldHearTheSame(TinyCommittee.create(), 12, 5);
  }

  @Test
  void shouldHearTheSameWithAnEncoderWhateverIsHeardInBetween() {
    shouldHearTheSame(UntrainedBundle.create(7), 13, 5);
  }

  private static void shouldHearTheSame(ModelBundle bundle, int longSeconds, int shortSeconds) {
    try (Ear ear = bundle.open(TORCH)) {
      shouldHearTheSame(ear, longSeconds, shortSeconds);
    }
  }

  private static void shouldHearTheSame(Ear ear, int longSeconds, int shortSeconds) {
    // Given
    var longer = new SiteAudio(AuscultationSite.MV, SyntheticHeart.calm().record(longSeconds, 1));
    var shorter = new SiteAudio(AuscultationSite.AV, SyntheticHeart.calm().record(shortSeconds, 2));
    Evidence longerAlone = ear.listen(List.of(longer)).get(0);
    Evidence shorterAlone = ear.listen(List.of(shorter)).get(0);

    // When
    List<Evidence> between = new ArrayList<>();
    Evidence interrupted =
        ear.listen(List.of(longer), () -> between.add(ear.listen(List.of(shorter)).get(0))).get(0);

    // Then
    assertThat(between).hasSizeGreaterThan(1).allSatisfy(found -> assertSame(found, shorterAlone));
    assertSame(interrupted, longerAlone);
  }

  private static void assertSame(Evidence found, Evidence expected) {
    assertThat(found.embedding()).isEqualTo(expected.embedding());
    assertThat(found.detail()).isEqualTo(expected.detail());
    assertThat(found).usingRecursiveComparison().isEqualTo(expected);
  }
}
