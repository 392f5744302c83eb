package org.murmurstream.stream.config;

import static org.murmurstream.stream.config.ValueType.DURATION_OF;
import static org.murmurstream.stream.config.ValueType.FLAG;
import static org.murmurstream.stream.config.ValueType.OPTIONAL_PATH;
import static org.murmurstream.stream.config.ValueType.OPTIONAL_TEXT;
import static org.murmurstream.stream.config.ValueType.TEXT;
import static org.murmurstream.stream.config.ValueType.number;
import static org.murmurstream.stream.config.ValueType.oneOf;
import static org.murmurstream.stream.config.ValueType.optional;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.Durations;
import org.murmurstream.core.exam.ChunkLimits;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.kafka.topics.Partitioner;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.encoder.Precision;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.engine.TorchOptions.Processor;
import org.murmurstream.schemas.TopicCatalogue;
import org.murmurstream.stream.inference.DeviceFailure;
import org.murmurstream.stream.inference.InferencePolicy;

/** Every key of the application. */
public final class StreamKeys {

  private static final GatherPolicy GATHER = GatherPolicy.DEFAULT;
  private static final InferencePolicy INFERENCE = InferencePolicy.DEFAULT;
  private static final int MANY = 1_000_000;

  /** The schema allows no larger chunk. */
  private static final int LARGEST_CHUNK = ChunkLimits.MAX_SAMPLES_BYTES;

  public static final Key<String> APPLICATION_ID =
      new Key<>(
          "application.id",
          TEXT,
          "murmur-stream",
          "Name of the consumer group, of the internal topics and of the directory of the stores."
              + " Instances of the same name share the work; another name begins anew.");
  public static final Key<String> BOOTSTRAP_SERVERS =
      new Key<>(
          "bootstrap.servers",
          TEXT,
          "localhost:9092",
          "Kafka brokers as host:port, several separated by commas.");
  public static final Key<String> REGISTRY =
      new Key<>(
          "registry",
          TEXT,
          "http://localhost:8081",
          "Base URL of the schema registry, several separated by commas.");

  public static final Key<Duration> REGISTRY_TIMEOUT =
      new Key<>(
          "registry.timeout",
          DURATION_OF,
          "5s",
          "How long one answer of the registry is waited for, beside the work; then it is asked"
              + " again.");
  public static final Key<Duration> REGISTRY_REFUSED =
      new Key<>(
          "registry.refused.remembrance",
          DURATION_OF,
          "60s",
          "How long it is remembered that the registry knows no schema of an id.");
  public static final Key<Integer> REGISTRY_HELD =
      new Key<>(
          "registry.max.held",
          number(1, 10 * MANY),
          "100000",
          "Most records that wait on disk for the registry, in each partition. Beyond that the"
              + " partitions of the same thread wait with them.");

  public static final Key<String> RECORDINGS =
      new Key<>(
          "topic.recordings",
          TEXT,
          TopicCatalogue.RECORDINGS.name(),
          "Topic the chunks are read from.");
  public static final Key<String> PREDICTIONS =
      new Key<>(
          "topic.predictions",
          TEXT,
          TopicCatalogue.PREDICTIONS.name(),
          "Topic the answers are written to.");
  public static final Key<String> EMBEDDINGS =
      new Key<>(
          "topic.embeddings",
          TEXT,
          TopicCatalogue.EMBEDDINGS.name(),
          "Topic that takes what the encoder made of each site.");
  public static final Key<String> DEAD_LETTERS =
      new Key<>(
          "topic.dead.letters",
          TEXT,
          TopicCatalogue.DEAD_LETTERS.name(),
          "Topic that takes records which could not be taken in, byte for byte.");
  public static final Key<String> MODELS =
      new Key<>(
          "topic.models",
          TEXT,
          TopicCatalogue.MODELS.name(),
          "Topic that releases of models are read from.");
  public static final Key<Boolean> CREATE_TOPICS =
      new Key<>("topic.create", FLAG, "false", "Whether missing topics are created at start.");

  public static final Key<Optional<Path>> BUNDLE =
      new Key<>(
          "bundle",
          OPTIONAL_PATH,
          "",
          "Directory of the model bundle that hears new exams. Empty means the one that comes with"
              + " murmur-stream; if none does, or by the name 'untrained', it is the UNTRAINED"
              + " bundle of seeded weights, whose answers mean nothing.");
  public static final Key<Boolean> FOLLOW_RELEASES =
      new Key<>(
          "releases.follow",
          FLAG,
          "true",
          "Whether the newest production release hears new exams, from the start and as soon as"
              + " another is released; the bundle is for when there is none. If false, the bundle"
              + " hears all exams, and only those it began.");
  public static final Key<Optional<String>> RELEASES_OF =
      new Key<>(
          "releases.of",
          OPTIONAL_TEXT,
          "",
          "Name of the model whose releases are followed; empty means of any name.");
  public static final Key<Optional<Doubts.Policy>> MODEL_POLICY =
      new Key<>(
          "model.policy",
          optional(oneOf(Doubts.Policy.class)),
          "",
          "What becomes of Absent through sound that the model has learnt nothing like, as through"
              + " another stethoscope. strict: the verdict is Unknown. confident: Absent stands if it"
              + " is probable enough; for those who have validated their stethoscope. Empty means as"
              + " the bundle says. A bundle that doubts no verdict is used as it is.");
  public static final Key<Integer> TORCH_THREADS =
      new Key<>(
          "torch.threads",
          number(0, 1024),
          Integer.toString(TorchOptions.DEFAULT.threads()),
          "Threads an operation of the model may use on the CPU; 0 means one for each core. They wait"
              + " for each other by spinning: more ears of one thread each hear more, and much more"
              + " where others use the cores too.");
  public static final Key<Processor> TORCH_DEVICE =
      new Key<>(
          "torch.device",
          oneOf(Processor.class),
          TorchOptions.DEFAULT.processor().name().toLowerCase(Locale.ROOT),
          "Where the model runs; auto takes the first GPU if there is one.");
  public static final Key<DeviceFailure> ON_DEVICE_FAILURE =
      new Key<>(
          "torch.on.device.failure",
          oneOf(DeviceFailure.class),
          DeviceFailure.CPU.name().toLowerCase(Locale.ROOT),
          "What happens when the model's GPU fails on everything. cpu: the CPU stands in until the"
              + " next start, by the same model. pause: exams wait until the GPU is well again.");
  public static final Key<Precision> TORCH_PRECISION =
      new Key<>(
          "torch.precision",
          oneOf(Precision.class),
          Precision.SINGLE.name().toLowerCase(Locale.ROOT),
          "How exactly the encoder calculates. On a GPU half takes half the memory and less time;"
              + " by how much its embeddings differ is measured and logged at start.");

  public static final Key<Duration> PROGRESS_TIMEOUT =
      new Key<>(
          "gather.progress.timeout",
          DURATION_OF,
          Durations.text(GATHER.progressTimeout()),
          "How long an exam waits for its next chunk before what is complete decides.");
  public static final Key<Duration> TOTAL_TIMEOUT =
      new Key<>(
          "gather.total.timeout",
          DURATION_OF,
          Durations.text(GATHER.totalTimeout()),
          "How long an exam may take in all, from its first chunk or the one that reopened it.");
  public static final Key<Duration> REVISION_WINDOW =
      new Key<>(
          "gather.revision.window",
          DURATION_OF,
          Durations.text(GATHER.revisionWindow()),
          "How long after the first answer late chunks are still taken in.");
  public static final Key<Duration> REMEMBRANCE =
      new Key<>(
          "gather.remembrance",
          DURATION_OF,
          Durations.text(GATHER.remembrance()),
          "How long after that window an exam is remembered as closed, so that a straggler becomes"
              + " a dead letter and not a second answer.");
  public static final Key<Integer> CHUNK_BYTES =
      new Key<>(
          "gather.max.chunk.bytes",
          number(1, LARGEST_CHUNK),
          Integer.toString(GATHER.maxChunkBytes()),
          "Largest samples field of a chunk, in bytes.");
  public static final Key<Integer> RECORDING_CHUNKS =
      new Key<>(
          "gather.max.recording.chunks",
          number(1, 65_536),
          Integer.toString(GATHER.maxChunksPerRecording()),
          "Most chunks of one recording.");
  public static final Key<Integer> RECORDING_SECONDS =
      new Key<>(
          "gather.max.recording.seconds",
          number(1, FrontEnd.MAX_SECONDS),
          Integer.toString(GATHER.maxRecordingSeconds()),
          "Longest recording, in seconds. While the model hears a long one, others wait.");
  public static final Key<Integer> EXAM_BYTES =
      new Key<>(
          "gather.max.exam.bytes",
          number(1, Integer.MAX_VALUE),
          Long.toString(GATHER.maxExamBytes()),
          "Most samples of one exam over its whole life, in bytes.");
  public static final Key<Integer> PATIENT_EXAMS =
      new Key<>(
          "gather.max.patient.exams",
          number(1, MANY),
          Integer.toString(GATHER.maxWaitingExamsPerPatient()),
          "Most exams of one patient that wait for chunks at a time.");
  public static final Key<Integer> DEVICE_EXAMS =
      new Key<>(
          "gather.max.device.exams",
          number(1, MANY),
          Integer.toString(GATHER.maxWaitingExamsPerDevice()),
          "Most exams of one device that wait for chunks at a time, in each partition.");

  public static final Key<Optional<Partitioner>> PARTITIONER =
      new Key<>(
          "gather.partitioner",
          optional(oneOf(Partitioner.class)),
          "",
          "By which partitioner all clients choose partitions. murmur2: Java's default, librdkafka's"
              + " murmur2_random. crc32: librdkafka's default. A chunk that lies elsewhere is refused"
              + " as MISPLACED: an exam in two partitions would be answered twice. Empty means that"
              + " any will do, if it is the same for all.");

  public static final Key<Integer> EARS =
      new Key<>(
          "inference.ears",
          number(0, 1024),
          "0",
          "Recordings that the model hears at the same time on the CPU, each on a thread of its own, by"
              + " the same weights; 0 means one for each core that torch.threads leaves. On a GPU there"
              + " is one ear, which hears many recordings in one go.");
  public static final Key<Integer> BATCH =
      new Key<>(
          "inference.max.batch",
          number(1, 1024),
          Integer.toString(INFERENCE.maxBatch()),
          "Most recordings heard at once.");
  public static final Key<Integer> QUEUE =
      new Key<>(
          "inference.queue.capacity",
          number(1, MANY),
          Integer.toString(INFERENCE.queueCapacity()),
          "Most recordings, and most decisions, that wait for the model in memory; more wait on disk."
              + " No device may fill more than half of it, nor that while others wait.");
  public static final Key<Integer> QUEUE_BYTES =
      new Key<>(
          "inference.queue.bytes",
          number(1, Integer.MAX_VALUE),
          Integer.toString(INFERENCE.queueBytes()),
          "Size of the samples of those recordings, in bytes, from which no more are read.");
  public static final Key<Integer> TURN =
      new Key<>(
          "inference.turn.seconds",
          number(1, FrontEnd.MAX_SECONDS),
          Integer.toString(INFERENCE.turnSeconds()),
          "Seconds of sound of one device that are heard in a row while other devices wait.");
  public static final Key<Integer> ATTEMPTS =
      new Key<>(
          "inference.max.attempts",
          number(1, 100),
          Integer.toString(INFERENCE.maxAttempts()),
          "How often the model may fail on a single recording or exam before that is final.");
  public static final Key<Duration> TICK =
      new Key<>(
          "inference.tick",
          DURATION_OF,
          Durations.text(INFERENCE.tick()),
          "How often finished work is collected and new work handed over.");
  public static final Key<Integer> MOST_MODELS =
      new Key<>(
          "inference.max.models",
          number(2, 100),
          Integer.toString(INFERENCE.maxModels()),
          "Most models in memory: the current one, and those that exams began with. The idlest"
              + " makes room, and is loaded again for an exam that needs it.");

  public static final Key<Duration> HANG_TIMEOUT =
      new Key<>(
          "inference.hang.timeout",
          DURATION_OF,
          Durations.text(INFERENCE.hangTimeout()),
          "How long the model may be at work without any progress before it is said to hang: nothing"
              + " more is handed to it and the application is not ready. After as long again the"
              + " application ends.");
  public static final Key<Duration> PROBE_PAUSE =
      new Key<>(
          "inference.probe.pause",
          DURATION_OF,
          Durations.text(INFERENCE.probePause()),
          "How often a model that failed on everything is tried again; exams wait meanwhile.");

  public static final Key<Path> STATE_DIR =
      new Key<>(
          "state.dir",
          new ValueType<>("a path", text -> Path.of(TEXT.parser().apply(text))),
          "murmur-state",
          "Directory of the local stores; relative to where the command is started. What it holds"
              + " can be restored from Kafka, but keeping it makes a restart quick.");
  public static final Key<Integer> STATE_MEMORY =
      new Key<>(
          "state.memory.bytes",
          number(16 * 1024 * 1024, Integer.MAX_VALUE),
          "268435456",
          "Most memory beyond the heap that the local stores of this instance share; half of it may be"
              + " what is not on disk yet.");
  public static final Key<HangingTransactions> HANGING_TRANSACTIONS =
      new Key<>(
          "state.hanging.transactions",
          oneOf(HangingTransactions.class),
          HangingTransactions.REPORT.name().toLowerCase(Locale.ROOT),
          "What is done where a broker that died has forgotten to end a transaction in a changelog, so"
              + " that nothing is restored any more. report: it is told, and waited until somebody"
              + " aborts it. abort: it is aborted, which needs the right to alter the cluster; its"
              + " records count as never written.");
  public static final Key<Integer> HEALTH_PORT =
      new Key<>(
          "health.port",
          number(0, 65_535),
          "8080",
          "Port of /livez, /readyz, /status and /metrics; 0 takes any free one.");
  public static final Key<String> HEALTH_ADDRESS =
      new Key<>(
          "health.address",
          TEXT,
          "127.0.0.1",
          "Address on which health and metrics listen: this machine alone unless told otherwise,"
              + " 0.0.0.0 for all that reach it. They tell no patient's data, and ask nobody who"
              + " he is.");
  public static final Key<Integer> HEALTH_CONNECTIONS =
      new Key<>(
          "health.max.connections",
          number(1, 10_000),
          "500",
          "Most connections to that port; if one more comes, the one open for longest ends.");
  public static final Key<Duration> HEALTH_IDLE =
      new Key<>(
          "health.idle.timeout",
          DURATION_OF,
          "10s",
          "How long such a connection may be silent, also in the middle of a request.");
  public static final Key<Duration> START_TIMEOUT =
      new Key<>(
          "start.timeout",
          DURATION_OF,
          "30s",
          "How long brokers and registry are waited for at start.");
  public static final Key<Duration> STOP_TIMEOUT =
      new Key<>(
          "stop.timeout",
          DURATION_OF,
          "30s",
          "How long the work in hand may take to end after SIGTERM.");

  /** All of them, in the order in which they are listed. */
  public static final List<Key<?>> ALL =
      List.of(
          APPLICATION_ID,
          BOOTSTRAP_SERVERS,
          REGISTRY,
          REGISTRY_TIMEOUT,
          REGISTRY_REFUSED,
          REGISTRY_HELD,
          RECORDINGS,
          PREDICTIONS,
          EMBEDDINGS,
          DEAD_LETTERS,
          MODELS,
          CREATE_TOPICS,
          BUNDLE,
          FOLLOW_RELEASES,
          RELEASES_OF,
          MODEL_POLICY,
          TORCH_THREADS,
          TORCH_DEVICE,
          ON_DEVICE_FAILURE,
          TORCH_PRECISION,
          PROGRESS_TIMEOUT,
          TOTAL_TIMEOUT,
          REVISION_WINDOW,
          REMEMBRANCE,
          CHUNK_BYTES,
          RECORDING_CHUNKS,
          RECORDING_SECONDS,
          EXAM_BYTES,
          PATIENT_EXAMS,
          DEVICE_EXAMS,
          PARTITIONER,
          EARS,
          BATCH,
          QUEUE,
          QUEUE_BYTES,
          TURN,
          ATTEMPTS,
          TICK,
          MOST_MODELS,
          HANG_TIMEOUT,
          PROBE_PAUSE,
          STATE_DIR,
          STATE_MEMORY,
          HANGING_TRANSACTIONS,
          HEALTH_PORT,
          HEALTH_ADDRESS,
          HEALTH_CONNECTIONS,
          HEALTH_IDLE,
          START_TIMEOUT,
          STOP_TIMEOUT);

  private StreamKeys() {}
}
