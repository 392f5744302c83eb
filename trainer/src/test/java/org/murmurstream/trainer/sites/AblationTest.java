package org.murmurstream.trainer.sites;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.trainer.result.Measure;
import org.murmurstream.trainer.result.Score;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.RunFolder;

class AblationTest {

  private static final TorchOptions TORCH = new TorchOptions(1, TorchOptions.Processor.CPU);

  @TempDir private Path folder;

  @Test
  void shouldPutTheClassifierBesideItselfWithPartsLeftOutAndBesideSegments() throws IOException {
    // Given
    Fold fold = ToyPatients.fold(ToyPatients.draw(60, 6));
    var ablation =
        new Ablation(
            new RunFolder(folder),
            ToyPatients.settings(12, 0.003),
            new SegmentSettings(10, 16, 0.01, 1, false),
            0.5,
            TORCH,
            ProgressWatch.NONE);

    // When
    ablation.run(fold, 1);
    ablation.run(fold, 2);
    AblationTable table = ablation.finish();

    // Then
    assertThat(table.rows())
        .extracting(AblationTable.Row::name)
        .containsExactly(
            "M2DTransformer (ours)",
            "Ablation: no distillation",
            "Ablation: single head",
            "Ensemble (ours + M2D representation)",
            "Ensemble, any recording Present",
            "M2D representation alone, mean",
            "M2D representation alone, any recording Present");
    assertThat(table.rows()).allSatisfy(row -> assertThat(row.seeds()).hasSize(2));
    assertThat(table.rows().get(3).spread(Measure.UAR).mean()).isGreaterThan(0.75);
    assertThat(folder.resolve("single-head/seed-1/fold-0/config.json"))
        .content()
        .contains("\"outputHeads\" : 1");
    assertThat(folder.resolve("no-distillation/seed-2/predictions.csv")).exists();
  }

  @Test
  void shouldShowMeanAndDeviationOverSeeds() {
    // Given
    List<Score> seeds = List.of(score(0.8), score(0.6));

    // When
    var table = new AblationTable(List.of(new AblationTable.Row("one, two", seeds)));

    // Then
    assertThat(table.markdown().get(0)).contains("Model", "W.acc", "UAR", "recall Unknown");
    assertThat(table.markdown().get(2)).contains("| one, two ").contains("0.700 ± 0.141");
    assertThat(table.csv()).contains("\"one, two\",wacc,0.700000,0.141421,2");
  }

  private static Score score(double value) {
    var values = new TreeMap<Measure, Double>();
    for (Measure measure : Measure.OF_DECISIONS) {
      values.put(measure, value);
    }
    return new Score(10, values);
  }
}
