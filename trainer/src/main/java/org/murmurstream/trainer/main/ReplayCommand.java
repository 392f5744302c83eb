package org.murmurstream.trainer.main;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.murmurstream.console.Progress;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.KafkaFaults;
import org.murmurstream.kafka.main.ConnectionOptions;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.trainer.replay.ArchiveTopic;
import org.murmurstream.trainer.replay.Manifest;
import org.murmurstream.trainer.replay.Plan;
import org.murmurstream.trainer.replay.Replay;
import org.murmurstream.trainer.replay.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code murmur replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a data set of the archive in Kafka: gathers the exams of 'recordings' as the"
          + " application does, joins what 'diagnoses' and 'annotations' say of them, and writes a"
          + " folder in the layout of the CirCor data set with a manifest that says what it was"
          + " made of. The same offsets give the same folder, byte for byte.",
      "Reads committed records alone, up to those that are there when it begins, joins no consumer"
          + " group, and leaves no trace on the brokers. Begun again after an interruption, it goes"
          + " on where it stopped.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the data set is written, and the manifest names what was left out",
      "1:with --strict: something was left out; the data set is written all the same",
      "2:wrong usage or input, no broker, no such topic or offsets"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur replay hearts                                      everything there is",
      "  murmur replay spring --from 2026-03-01T00:00:00Z --until 2026-06-01T00:00:00Z",
      "  murmur replay again --offsets hearts/manifest.json        the same once more",
      "  murmur replay heard --embeddings                          with what encoders made of it"
    })
public final class ReplayCommand implements Callable<Integer> {

  private static final Duration CHECKPOINTS = Duration.ofSeconds(10);
  private static final int ANSWER_WITHIN_MS = 30_000;

  @Parameters(
      paramLabel = "DIR",
      description = "Folder to write; must not exist. DIR.partial holds it until it is whole.")
  private Path folder;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "Recordings from this moment on, by the broker's time, for example 2026-03-01T00:00:00Z"
              + " (default: the beginning). All other topics are read whole.")
  private Instant from;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Recordings before this moment (default: the end).")
  private Instant until;

  @Option(
      names = "--offsets",
      paramLabel = "FILE",
      description = "Exactly the topics and offsets that FILE names, a manifest for instance.")
  private Path offsets;

  @Option(
      names = "--strict",
      description = "End with status 1 if anything of the archive is not in the data set.")
  private boolean strict;

  @Option(
      names = "--recordings-topic",
      paramLabel = "NAME",
      description = "Topic of the recordings (default: recordings).")
  private String recordings;

  @Option(
      names = "--diagnoses-topic",
      paramLabel = "NAME",
      description = "Topic of the diagnoses (default: diagnoses).")
  private String diagnoses;

  @Option(
      names = "--annotations-topic",
      paramLabel = "NAME",
      description = "Topic of the annotations (default: annotations).")
  private String annotations;

  @Option(
      names = "--embeddings",
      description =
          "Read 'site-embeddings' too, whole, and put those of the data set's audio into its folder"
              + " 'embeddings', where 'murmur classify' finds what its encoder made.")
  private boolean embedded;

  @Option(
      names = "--embeddings-topic",
      paramLabel = "NAME",
      description = "Topic of the embeddings (default: site-embeddings).")
  private String embeddings;

  @Mixin private ConnectionOptions connection;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Request request = request();
    Connection cluster = connection.connection();
    long start = System.nanoTime();
    Replay.Result result;
    try (Consumer<byte[], byte[]> consumer = consumer(cluster);
        Bars bars = new Bars(spec.commandLine().getErr())) {
      result = new Replay(folder, AvroSerdes.of(cluster), CHECKPOINTS, bars).run(consumer, request);
    } catch (TimeoutException e) {
      throw KafkaFaults.of(e, cluster);
    }
    report(result, (System.nanoTime() - start) / 1e9);
    return strict && !result.manifest().excluded().isEmpty() ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private Request request() {
    if (offsets != null) {
      if (from != null
          || until != null
          || recordings != null
          || diagnoses != null
          || annotations != null
          || embedded
          || embeddings != null) {
        throw new ParameterException(
            spec.commandLine(), "--offsets says everything: give no times and no topics with it");
      }
      return Request.exactly(Plan.read(offsets));
    }
    if (from != null && until != null && !from.isBefore(until)) {
      throw new ParameterException(spec.commandLine(), "--from must be before --until");
    }
    if (embeddings != null && !embedded) {
      throw new ParameterException(
          spec.commandLine(), "--embeddings-topic is read only with --embeddings");
    }
    SortedMap<ArchiveTopic, String> names = new TreeMap<>();
    name(names, ArchiveTopic.RECORDINGS, recordings);
    name(names, ArchiveTopic.DIAGNOSES, diagnoses);
    name(names, ArchiveTopic.ANNOTATIONS, annotations);
    if (embedded) {
      name(names, ArchiveTopic.EMBEDDINGS, embeddings);
    }
    return new Request(
        names,
        from == null ? null : from.toEpochMilli(),
        until == null ? null : until.toEpochMilli(),
        null);
  }

  private static void name(
      SortedMap<ArchiveTopic, String> names, ArchiveTopic topic, String chosen) {
    names.put(topic, chosen == null ? topic.spec().name() : chosen);
  }

  private static Consumer<byte[], byte[]> consumer(Connection cluster) {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "murmur-replay");
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
    // What is read is in memory whole, and a record of a few kB may be megabytes when unpacked.
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10);
    config.putAll(cluster.kafka());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void report(Replay.Result result, double seconds) {
    PrintWriter out = spec.commandLine().getOut();
    Manifest manifest = result.manifest();
    Manifest.Counts counts = manifest.counts();
    out.println(
        String.format(
            Locale.ROOT,
            "Wrote %d exams of %d patients to %s within %.1f s: %d recordings, %d of them marked,"
                + " %.0f s of sound.",
            counts.exams(),
            counts.patients(),
            folder,
            seconds,
            counts.recordings(),
            counts.marked(),
            counts.seconds()));
    out.println("Findings: " + list(manifest.labels()) + ".");
    if (manifest.embeddings() != null) {
      out.println("Embedded sites, by encoder: " + list(manifest.embeddings()) + ".");
    }
    out.println(
        manifest.excluded().isEmpty()
            ? "Nothing was left out."
            : "Left out: " + list(manifest.excluded()) + "; manifest.json names each.");
    out.println("Manifest: sha256 " + result.digest());
  }

  private static String list(SortedMap<String, Integer> counts) {
    return counts.isEmpty()
        ? "none"
        : counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
  }

  /** Tells of progress and warnings on standard error. */
  private static final class Bars implements Replay.Listener, AutoCloseable {

    private final PrintWriter err;
    private final Progress progress = new Progress();

    Bars(PrintWriter err) {
      this.err = err;
    }

    @Override
    public void warning(String sentence) {
      err.println("murmur: " + sentence);
    }

    @Override
    public void read(long offsets, long all) {
      progress.show("read", offsets, all);
    }

    @Override
    public void written(long bytes, long all) {
      progress.showBytes("write", bytes, all);
    }

    @Override
    public void close() {
      progress.close();
    }
  }
}
