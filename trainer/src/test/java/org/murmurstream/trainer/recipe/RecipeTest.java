package org.murmurstream.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.UserException;

class RecipeTest {

  private final List<String> told = new ArrayList<>();
  private final List<String> done = new ArrayList<>();

  /** A step that keeps what happens to it. */
  private class Noted implements Step {

    private final String name;
    private final boolean finished;

    Noted(String name, boolean finished) {
      this.name = name;
      this.finished = finished;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public boolean isFinished() {
      return finished;
    }

    @Override
    public void run() {
      done.add(name);
    }
  }

  @Test
  void shouldDoStepsInOrderAndSayWhichItIsAt() throws IOException {
    // Given
    var recipe = new Recipe(List.of(new Noted("mix", false), new Noted("bake", false)), told::add);

    // When
    recipe.run();

    // Then
    assertThat(done).containsExactly("mix", "bake");
    assertThat(told).containsExactly("step 1 of 2: mix", "step 2 of 2: bake");
  }

  @Test
  void shouldLeaveAloneWhatIsFinished() throws IOException {
    // Given
    var recipe = new Recipe(List.of(new Noted("mix", true), new Noted("bake", false)), told::add);

    // When
    recipe.run();

    // Then
    assertThat(done).containsExactly("bake");
    assertThat(told)
        .containsExactly("step 1 of 2: mix", "mix was finished before", "step 2 of 2: bake");
  }

  @Test
  void shouldBeginNothingWhenALaterStepCannotComeToAGoodEnd() {
    // Given
    var doomed =
        new Noted("bake", false) {
          @Override
          public void check() {
            throw new UserException("no oven");
          }
        };
    var recipe = new Recipe(List.of(new Noted("mix", false), doomed), told::add);

    // When / Then
    assertThatThrownBy(recipe::run).isInstanceOf(UserException.class).hasMessage("no oven");
    assertThat(done).isEmpty();
  }
}
