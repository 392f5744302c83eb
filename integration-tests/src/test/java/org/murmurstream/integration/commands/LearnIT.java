package org.murmurstream.integration.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.cli.main.Murmur;
import org.murmurstream.core.AtomicFiles;
import org.murmurstream.core.Release;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.releases.ReleaseTopic;
import org.murmurstream.local.SharedCluster;
import org.murmurstream.local.broker.MissingTopics;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.schemas.TopicCatalogue;

/** From a folder of recordings to a released model in one command, which may be begun again. */
@ExtendWith(SharedCluster.class)
class LearnIT {

  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);
  private static final String FINISHED = " was finished before";

  @TempDir private Path directory;

  private final String topic = "learn-" + UUID.randomUUID();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldReleaseWhatItLearntAndDoNothingTwice(Connection cluster) throws IOException {
    // Given
    MissingTopics.create(cluster, Map.of(topic, TopicCatalogue.MODELS));
    var releases = new ReleaseTopic(cluster, topic);
    assertThat(murmur("synth", data(), "--patients", 12, "--seed", 3, "--mix", "1,1,1")).isZero();

    // When
    int status = learn(cluster);

    // Then
    assertThat(status).as(err.toString()).isZero();
    String version = ModelBundle.load(bundle()).identity().version();
    assertThat(err.toString())
        .containsSubsequence(
            "step 1 of 5: train",
            "step 2 of 5: train further",
            "step 3 of 5: decide",
            "step 4 of 5: bundle",
            "step 5 of 5: release")
        .doesNotContain(FINISHED);
    assertThat(err.toString().lines())
        .last()
        .isEqualTo("Next: murmur release %s --stage production".formatted(bundle()));
    assertThat(out.toString()).contains("12 patients", "W.acc", "UAR", "small " + version);
    assertThat(releases.latest())
        .extracting(Release::key, Release::stage)
        .containsExactly(tuple("small@" + version, Release.Stage.STAGING));

    // When a bundle is made of it by hand
    Path other = directory.resolve("other");
    assertThat(murmur("bundle", "--run", run(), "--name", "small", "--out", other)).isZero();

    // Then
    assertThat(ModelBundle.load(other).identity().version()).isEqualTo(version);
    assertThat(err.toString().lines())
        .last()
        .isEqualTo("Next: murmur release %s --stage staging".formatted(other));

    // When begun again
    age();
    status = learn(cluster);

    // Then
    assertThat(status).isZero();
    assertThat(err.toString())
        .contains("train" + FINISHED, "train further" + FINISHED)
        .contains("decide" + FINISHED, "bundle" + FINISHED)
        .contains("release" + FINISHED);
    assertThat(written()).isEmpty();

    // When it had been stopped in the middle of its decision
    Files.delete(run().resolve("decision.json"));
    AtomicFiles.deleteFolder(bundle());
    status = learn(cluster);

    // Then
    assertThat(status).isZero();
    assertThat(err.toString())
        .contains("train" + FINISHED, "release" + FINISHED)
        .doesNotContain("decide" + FINISHED, "bundle" + FINISHED);
    assertThat(written()).contains("decision.json").doesNotContain("fold-0/weights.safetensors");
    assertThat(ModelBundle.load(bundle()).identity().version()).isEqualTo(version);
  }

  private int learn(Connection cluster) {
    return murmur(
        "learn",
        "--data",
        data(),
        "--run",
        run(),
        "--out",
        bundle(),
        "--name",
        "small",
        "--folds",
        2,
        "--epochs",
        2,
        "--bs",
        8,
        "--further-epochs",
        1,
        "--draws",
        1,
        "--threads",
        1,
        "--release",
        "staging",
        "--bootstrap-servers",
        cluster.bootstrapServers(),
        "--registry",
        cluster.registryUrl(),
        "--topic",
        topic);
  }

  private int murmur(Object... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(Stream.of(words).map(Object::toString).toList());
    all.addAll(List.of("--log-file", directory.resolve("log").toString()));
    return Murmur.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  /** So that what is written from now on can be told from what is there. */
  private void age() throws IOException {
    for (Path file : files()) {
      Files.setLastModifiedTime(file, LONG_AGO);
    }
  }

  /** What was written to the run since then. */
  private List<String> written() throws IOException {
    List<String> written = new ArrayList<>();
    for (Path file : files()) {
      if (!Files.getLastModifiedTime(file).equals(LONG_AGO)) {
        written.add(run().relativize(file).toString());
      }
    }
    return written;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(run())) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private Path data() {
    return directory.resolve("data");
  }

  private Path run() {
    return directory.resolve("run");
  }

  private Path bundle() {
    return directory.resolve("bundle");
  }
}
