package org.murmurstream.integration.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.cli.demo.Demo;
import org.murmurstream.cli.demo.DemoSettings;
import org.murmurstream.cli.demo.PlainView;
import org.murmurstream.cli.demo.Summary;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.Provenance;
import org.murmurstream.sim.Faults;
import org.murmurstream.sim.FleetSettings;

/** Broker, registry, application, model and devices: everything but the process is real. */
class DemoIT {

  private static final int PATIENTS = 4;
  private static final long SEED = 7;

  @TempDir Path directory;

  private final StringWriter shown = new StringWriter();

  @Test
  void shouldAnswerTheSameWhenChunksAreRepeatedAndDisordered() throws InterruptedException {
    // Given
    List<MurmurPrediction> orderly = new ArrayList<>();
    List<MurmurPrediction> disorderly = new ArrayList<>();

    // When
    Summary first = demo(Faults.NONE).run(directory.resolve("1"), orderly::addAll, up -> {});
    Summary second =
        demo(new Faults(0, 0.2, 50, SEED))
            .run(directory.resolve("2"), disorderly::addAll, up -> {});

    // Then
    assertThat(first.problems()).isEmpty();
    assertThat(second.problems()).isEmpty();
    assertThat(orderly).hasSize(PATIENTS);
    assertThat(lasting(disorderly)).isEqualTo(lasting(orderly));
    assertThat(shown.toString()).contains("UNTRAINED", "every exam answered exactly once");
  }

  private Demo demo(Faults faults) {
    var settings =
        new DemoSettings(
            PATIENTS,
            Optional.empty(),
            SEED,
            new FleetSettings(1, 0, 2, faults, 1),
            Map.of(
                "bundle",
                "untrained",
                "health.port",
                "0",
                "health.address",
                "localhost",
                "torch.threads",
                "1"));
    return new Demo(settings, new PlainView(new PrintWriter(shown)));
  }

  /** As text, without the times and offsets that differ from run to run. */
  private static List<String> lasting(List<MurmurPrediction> predictions) {
    return predictions.stream().map(DemoIT::withoutTimesAndOffsets).toList();
  }

  private static String withoutTimesAndOffsets(MurmurPrediction prediction) {
    Provenance provenance =
        Provenance.newBuilder(prediction.getProvenance())
            .setFirstOffset(0)
            .setLastOffset(0)
            .build();
    return MurmurPrediction.newBuilder(prediction)
        .setProvenance(provenance)
        .setFirstChunkAt(Instant.EPOCH)
        .setLastChunkAt(Instant.EPOCH)
        .setDecidedAt(Instant.EPOCH)
        .build()
        .toString();
  }
}
