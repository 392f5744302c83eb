package org.murmurstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.UserException;

class SeedsTest {

  private static final long FARTHEST = Long.MAX_VALUE / 1000 - 1;

  @Test
  void shouldNeverGiveTwoFoldsTheSameSeed() {
    // Given pairs of all sizes, neighbours among them
    var random = new Random(1);
    long[] seeds =
        LongStream.concat(
                LongStream.rangeClosed(-20, 20),
                random.longs(100, -FARTHEST, FARTHEST).flatMap(s -> LongStream.of(s, s + 1)))
            .toArray();
    var pairOf = new HashMap<Long, String>();

    for (long seed : seeds) {
      for (int fold : IntStream.range(0, 1000).toArray()) {
        // When
        String other = pairOf.put(Seeds.ofFold(seed, fold), seed + "/" + fold);

        // Then
        assertThat(other).as("seed %d, fold %d", seed, fold).isNull();
      }
    }
  }

  @Test
  void shouldGiveTheFoldsOfSeedOneTheSeedsOfTheReleasedModels() {
    assertThat(IntStream.range(0, 5).mapToLong(fold -> Seeds.ofFold(1, fold)))
        .containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void shouldRefuseFoldsThatWouldMeetThoseOfTheNextSeed() {
    assertThatThrownBy(() -> Seeds.ofFold(1, 1000))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("numbered from 0 to 999");
  }

  @Test
  void shouldRefuseSeedsThatAreTooFarAway() {
    assertThatThrownBy(() -> Seeds.ofFold(Long.MAX_VALUE / 2, 0))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("a seed must be");
  }
}
