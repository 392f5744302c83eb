package org.murmurstream.trainer.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.UserException;
import org.murmurstream.core.exam.AudioDigest;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.data.circor.CircorWriter;
import org.murmurstream.kafka.serde.AvroSerdes;

/**
 * Makes a data set of the archive in Kafka: a folder in the layout of the CirCor data set, and a
 * manifest that says what it was made of.
 *
 * <p>First all records are read, and sorted by patient into a spool on disk; then each patient is
 * put together and written. Both go on where they were interrupted. The heap holds one exam's
 * audio, the envelopes of one bucket of records, and what the manifest says; never the archive.
 */
public final class Replay {

  private static final int RECORDS_PER_BUCKET = 20_000;
  private static final int MAX_BUCKETS = 256;

  private final Path folder;
  private final AvroSerdes serdes;
  private final Duration checkpoints;
  private final Listener listener;

  /**
   * @param folder where the data set is to be; must not exist
   * @param checkpoints how much work may be done again after an interruption
   */
  public Replay(Path folder, AvroSerdes serdes, Duration checkpoints, Listener listener) {
    this.folder = folder;
    this.serdes = serdes;
    this.checkpoints = checkpoints;
    this.listener = listener;
  }

  /** Told what is going on, by the thread that does it. */
  public interface Listener {

    /**
     * Something is not as it should be, and does not stop the replay.
     *
     * @param sentence something a person should know
     */
    void warning(String sentence);

    /**
     * Reading has come so far.
     *
     * @param offsets how many of the archive's offsets are done
     */
    void read(long offsets, long all);

    /**
     * Writing has come so far.
     *
     * @param bytes how many of the spool's bytes are done
     */
    void written(long bytes, long all);
  }

  /**
   * A data set.
   *
   * @param manifest what it says
   * @param digest SHA-256 of the manifest's file, 64 hexadecimal digits
   */
  public record Result(Manifest manifest, String digest) {}

  /**
   * Replays.
   *
   * @param consumer reads committed records alone, and fails where an offset is gone
   * @throws UserException if what is asked for is not there
   */
  public Result run(Consumer<byte[], byte[]> consumer, Request request) throws IOException {
    Workplace work = new Workplace(folder);
    if (!work.isFinished()) {
      Workplace.Begun begun = begun(work, consumer, request);
      SortedMap<ArchiveTopic, String> names = new TreeMap<>();
      begun.plan().topics().forEach((topic, source) -> names.put(topic, source.name()));
      var archive = new Archive(serdes, GatherPolicy.DEFAULT, names);
      Position position = read(work, begun, consumer, archive);
      List<Outcome> outcomes = write(work, position, archive);
      finish(work, begun.plan(), position, outcomes);
    }
    byte[] manifest = Files.readAllBytes(work.dataSet().resolve(Workplace.MANIFEST));
    work.finish();
    return new Result(Json.MAPPER.readValue(manifest, Manifest.class), Sha256.of(manifest));
  }

  private Workplace.Begun begun(Workplace work, Consumer<byte[], byte[]> consumer, Request request)
      throws IOException {
    var before = work.begun(request);
    if (before.isPresent()) {
      return before.get();
    }
    Planner planner = new Planner(consumer);
    Plan plan = planner.plan(request);
    planner.warnings().forEach(listener::warning);
    long buckets = Math.min(MAX_BUCKETS, 1 + plan.offsets() / RECORDS_PER_BUCKET);
    var begun = new Workplace.Begun(request, plan, (int) buckets);
    work.begin(begun);
    return begun;
  }

  private Position read(
      Workplace work, Workplace.Begun begun, Consumer<byte[], byte[]> consumer, Archive archive)
      throws IOException {
    Plan plan = begun.plan();
    Position start = work.position().orElseGet(() -> Position.atStartOf(plan, begun.buckets()));
    if (start.isAtEndOf(plan) && work.position().isPresent()) {
      return start;
    }
    var reader = new ArchiveReader(consumer, plan, new RecordJudge(archive));
    var checkpoint = new Checkpoint(work);
    try (Spool spool = Spool.open(work.state(), start.buckets())) {
      reader.read(
          start,
          spool,
          position -> {
            listener.read(done(plan, position), plan.offsets());
            checkpoint.perhaps(position, spool);
          });
      return checkpoint.now(start, spool);
    }
  }

  /** Writes down, from time to time, what need not be read again. */
  private final class Checkpoint {

    private final Workplace work;
    private long last = System.nanoTime();

    Checkpoint(Workplace work) {
      this.work = work;
    }

    void perhaps(Position position, Spool spool) throws IOException {
      if (System.nanoTime() - last >= checkpoints.toNanos()) {
        now(position, spool);
      }
    }

    Position now(Position position, Spool spool) throws IOException {
      var reached = new Position(position.partitions(), position.schemaIds(), spool.sync());
      work.reached(reached);
      last = System.nanoTime();
      return reached;
    }
  }

  private static long done(Plan plan, Position position) {
    long done = 0;
    for (var source : plan.topics().entrySet()) {
      for (Plan.Range range : source.getValue().partitions()) {
        done += position.of(source.getKey(), range.partition()).next() - range.first();
      }
    }
    return done;
  }

  private List<Outcome> write(Workplace work, Position position, Archive archive)
      throws IOException {
    var assembly = new PatientAssembly(archive, GatherPolicy.DEFAULT, work.dataSet());
    long all = position.buckets().stream().mapToLong(length -> length).sum();
    long done = 0;
    List<Outcome> outcomes = new ArrayList<>();
    for (int number = 0; number < position.buckets().size(); number++) {
      var before = work.outcome(number);
      if (before.isPresent()) {
        outcomes.add(before.get());
      } else {
        Outcome outcome = assemble(assembly, work.state(), number, done, all);
        work.done(number, outcome);
        outcomes.add(outcome);
      }
      done += position.buckets().get(number);
      listener.written(done, all);
    }
    return outcomes;
  }

  private Outcome assemble(
      PatientAssembly assembly, Path spool, int number, long doneBefore, long all)
      throws IOException {
    var out = new Outcome.Draft();
    try (Bucket bucket = Bucket.open(spool, number)) {
      SortedMap<String, List<Bucket.Item>> patients = new TreeMap<>();
      for (Bucket.Item item : bucket.items()) {
        if (item.entry().isRefused()) {
          out.exclude(item.entry(), item.entry().refusal());
        } else {
          patients.computeIfAbsent(item.entry().patientId(), id -> new ArrayList<>()).add(item);
        }
      }
      long done = doneBefore;
      for (Map.Entry<String, List<Bucket.Item>> patient : patients.entrySet()) {
        assembly.assemble(patient.getKey(), patient.getValue(), bucket, out);
        done += patient.getValue().stream().mapToLong(Bucket.Item::length).sum();
        listener.written(done, all);
      }
    }
    return out.outcome();
  }

  private static void finish(Workplace work, Plan plan, Position position, List<Outcome> outcomes)
      throws IOException {
    SortedMap<String, Manifest.Exam> exams = new TreeMap<>(RowIds.ORDER);
    SortedMap<String, Map<String, String>> rows = new TreeMap<>(RowIds.ORDER);
    for (Outcome outcome : outcomes) {
      for (int i = 0; i < outcome.exams().size(); i++) {
        Manifest.Exam exam = outcome.exams().get(i);
        if (exams.put(exam.id(), exam) != null) {
          throw new UserException(
              "Two exams would have the same patient id in the data set; replay them apart.");
        }
        rows.put(exam.id(), outcome.rows().get(i));
      }
    }
    new CircorWriter(work.dataSet()).writeTable(List.copyOf(rows.values()));
    byte[] table = Files.readAllBytes(work.dataSet().resolve(CircorWriter.TABLE));
    Exclusions exclusions = Exclusions.union(outcomes.stream().map(Outcome::exclusions).toList());
    List<Manifest.Exam> list = List.copyOf(exams.values());
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            topics(plan, position),
            counts(list, outcomes.stream().mapToLong(Outcome::repeated).sum()),
            list.stream()
                .collect(
                    Collectors.groupingBy(
                        Manifest.Exam::murmur, TreeMap::new, Collectors.summingInt(exam -> 1))),
            AudioDigest.hex(
                AudioDigest.over(
                    list.stream()
                        .map(exam -> HexFormat.of().parseHex(exam.audioDigest()))
                        .toList())),
            Sha256.of(table),
            plan.topics().containsKey(ArchiveTopic.EMBEDDINGS) ? embeddings(list) : null,
            exclusions.counts(),
            exclusions,
            list);
    Json.write(work.dataSet().resolve(Workplace.MANIFEST), Json.bytes(manifest));
  }

  private static SortedMap<ArchiveTopic, Manifest.TopicRead> topics(Plan plan, Position position) {
    SortedMap<ArchiveTopic, Manifest.TopicRead> topics = new TreeMap<>();
    plan.topics()
        .forEach(
            (topic, source) ->
                topics.put(
                    topic,
                    new Manifest.TopicRead(
                        source.name(),
                        List.copyOf(position.schemaIds().get(topic)),
                        source.partitions().stream()
                            .map(
                                range ->
                                    new Manifest.PartitionRead(
                                        range.partition(),
                                        range.first(),
                                        range.end(),
                                        position.of(topic, range.partition()).records()))
                            .sorted(Comparator.comparingInt(Manifest.PartitionRead::partition))
                            .toList())));
    return topics;
  }

  private static SortedMap<String, Integer> embeddings(List<Manifest.Exam> exams) {
    return exams.stream()
        .filter(exam -> exam.embeddings() != null)
        .flatMap(exam -> exam.embeddings().stream())
        .collect(
            Collectors.groupingBy(
                Manifest.Embedding::encoderDigest, TreeMap::new, Collectors.summingInt(site -> 1)));
  }

  private static Manifest.Counts counts(List<Manifest.Exam> exams, long repeated) {
    List<Manifest.Recording> recordings =
        exams.stream().flatMap(exam -> exam.recordings().stream()).toList();
    SortedMap<Integer, Long> samples = new TreeMap<>();
    for (Manifest.Recording recording : recordings) {
      samples.merge(recording.sampleRateHz(), (long) recording.samples(), Long::sum);
    }
    double seconds = 0;
    for (Map.Entry<Integer, Long> ofRate : samples.entrySet()) {
      seconds += (double) ofRate.getValue() / ofRate.getKey();
    }
    return new Manifest.Counts(
        exams.size(),
        (int) exams.stream().map(Manifest.Exam::patient).distinct().count(),
        (int) exams.stream().map(Manifest.Exam::subject).distinct().count(),
        recordings.size(),
        (int) recordings.stream().filter(recording -> recording.marks() > 0).count(),
        seconds,
        repeated);
  }
}
