package org.murmurstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.UserException;

class TrialTest {

  @Test
  void shouldTryAllSeedsOnAFoldBeforeTheNextAndPrepareEachFoldOnce() throws IOException {
    // Given
    Trial trial = Trial.of(List.of(7L, 8L), 2, Optional.empty());
    var done = new ArrayList<String>();

    // When
    trial.run(
        fold -> {
          done.add("prepare " + fold);
          return "fold " + fold;
        },
        (prepared, fold, seed) -> done.add(prepared + " seed " + seed));

    // Then
    assertThat(done)
        .containsExactly(
            "prepare 0",
            "fold 0 seed 7",
            "fold 0 seed 8",
            "prepare 1",
            "fold 1 seed 7",
            "fold 1 seed 8");
  }

  @Test
  void shouldTryOneFoldAloneWhereItIsAskedFor() {
    assertThat(Trial.of(List.of(1L), 5, Optional.of(3)).folds()).containsExactly(3);
  }

  @Test
  void shouldSayWhichFoldsThereAre() {
    assertThatThrownBy(() -> Trial.of(List.of(1L), 2, Optional.of(2)))
        .isInstanceOf(UserException.class)
        .hasMessage("there is no fold 2; there are 2, counted from 0");
  }

  @Test
  void shouldRefuseSoManyFoldsThatTheirSeedsWouldMeet() {
    assertThatThrownBy(() -> Trial.of(List.of(1L), 1001, Optional.empty()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("1000 folds at most");
  }
}
