package org.murmurstream.core.exam;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.exam.Recording.Stage;

/**
 * All that is known of one exam, without its audio. Immutable; {@link Gatherer} makes the next one.
 *
 * @param patientId pseudonym of the patient
 * @param examId the exam
 * @param deviceId the device that began it
 * @param phase where it stands
 * @param announced recordings announced by its chunks, by site; empty if none announced any
 * @param recordings its recordings
 * @param model the model that heard its first recording, and hears and decides all the rest
 * @param revision answers given so far
 * @param bytes samples taken in over its whole life, in bytes
 * @param source where its chunks were read
 * @param openedAt when it was opened, or opened again, in milliseconds since the epoch
 * @param progressAt when its latest new chunk came, likewise
 * @param answeredAt when its first answer was given, likewise; 0 before
 */
public record Exam(
    String patientId,
    String examId,
    String deviceId,
    Phase phase,
    Map<AuscultationSite, Integer> announced,
    SortedMap<RecordingId, Recording> recordings,
    Optional<ModelIdentity> model,
    int revision,
    long bytes,
    Source source,
    long openedAt,
    long progressAt,
    long answeredAt) {

  /** The phases of an exam. */
  public enum Phase {
    /** Chunks are awaited. */
    GATHERING,
    /** The deadline has passed: the answer waits only for the ear. */
    CLOSING,
    /** Answered; a late chunk opens it again. */
    ANSWERED,
    /** The revision window is over; only the name is remembered. */
    CLOSED
  }

  /**
   * Where the chunks of an exam were read.
   *
   * @param partition partition of the topic
   * @param firstOffset lowest offset of a chunk taken in
   * @param lastOffset highest such offset
   * @param firstChunkAt lowest record time of such a chunk, in milliseconds since the epoch
   * @param lastChunkAt highest such time
   */
  public record Source(
      int partition, long firstOffset, long lastOffset, long firstChunkAt, long lastChunkAt) {

    static Source of(Arrival arrival) {
      return new Source(
          arrival.partition(),
          arrival.offset(),
          arrival.offset(),
          arrival.brokerTime(),
          arrival.brokerTime());
    }

    Source with(Arrival arrival) {
      return new Source(
          partition,
          Math.min(firstOffset, arrival.offset()),
          Math.max(lastOffset, arrival.offset()),
          Math.min(firstChunkAt, arrival.brokerTime()),
          Math.max(lastChunkAt, arrival.brokerTime()));
    }
  }

  public Exam {
    announced = Map.copyOf(announced);
    recordings = Collections.unmodifiableSortedMap(new TreeMap<>(recordings));
  }

  static Exam openedBy(Chunk chunk, Arrival arrival) {
    return new Exam(
        chunk.patientId(),
        chunk.examId(),
        chunk.deviceId(),
        Phase.GATHERING,
        Map.of(),
        Collections.emptySortedMap(),
        Optional.empty(),
        0,
        0,
        Source.of(arrival),
        arrival.now(),
        arrival.now(),
        0);
  }

  /** How many recordings of each site the exam intends: one of each standard site by default. */
  public Map<AuscultationSite, Integer> intended() {
    if (!announced.isEmpty()) {
      return announced;
    }
    Map<AuscultationSite, Integer> standard = new EnumMap<>(AuscultationSite.class);
    AuscultationSite.STANDARD.forEach(site -> standard.put(site, 1));
    return standard;
  }

  /** The sites that are intended or of which something was received, in order. */
  public NavigableSet<AuscultationSite> sites() {
    NavigableSet<AuscultationSite> sites = new TreeSet<>(intended().keySet());
    recordings.keySet().forEach(recording -> sites.add(recording.site()));
    return sites;
  }

  /** The recordings of one site, by number. */
  public SortedMap<RecordingId, Recording> recordingsOf(AuscultationSite site) {
    return recordings.subMap(
        new RecordingId(site, 0), new RecordingId(site, ChunkLimits.MAX_RECORDING + 1));
  }

  /**
   * Whether every recording of a site is complete: those announced, those begun, and those skipped,
   * for numbers start from 0.
   */
  public boolean isComplete(AuscultationSite site) {
    SortedMap<RecordingId, Recording> here = recordingsOf(site);
    int begun = here.isEmpty() ? 0 : here.lastKey().number() + 1;
    int expected = Math.max(begun, intended().getOrDefault(site, 0));
    return here.size() == expected && here.values().stream().allMatch(Recording::isComplete);
  }

  /** How many chunks of it were taken in. */
  int chunks() {
    return recordings.values().stream().mapToInt(Recording::chunks).sum();
  }

  /** Whether every site, intended or begun, is complete. */
  public boolean isComplete() {
    return sites().stream().allMatch(this::isComplete);
  }

  /** Whether an answer is to be given now, from what has been heard. */
  public boolean isDue() {
    boolean gathered = phase == Phase.CLOSING || (phase == Phase.GATHERING && isComplete());
    return gathered && !has(Stage.COMPLETE);
  }

  /** Whether the device owes chunks that we keep room for. */
  public boolean awaitsChunks() {
    return (phase == Phase.GATHERING && !isComplete()) || has(Stage.GATHERING);
  }

  /** The recordings the ear has heard, and every answer from now on rests on. */
  public List<RecordingId> heard() {
    return recordings.entrySet().stream()
        .filter(e -> e.getValue().stage() == Stage.HEARD || e.getValue().stage() == Stage.ANSWERED)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether an answer would say anything that was not said before. */
  boolean hasNews() {
    return revision == 0 || has(Stage.HEARD);
  }

  private boolean has(Stage stage) {
    return recordings.values().stream().anyMatch(recording -> recording.stage() == stage);
  }

  Exam announcing(Map<AuscultationSite, Integer> more) {
    Map<AuscultationSite, Integer> union = new EnumMap<>(AuscultationSite.class);
    union.putAll(announced);
    more.forEach((site, times) -> union.merge(site, times, Math::max));
    Draft draft = new Draft();
    draft.announced = union;
    return draft.exam();
  }

  Exam with(RecordingId id, Recording recording) {
    SortedMap<RecordingId, Recording> changed = new TreeMap<>(recordings);
    changed.put(id, recording);
    Draft draft = new Draft();
    draft.recordings = changed;
    return draft.exam();
  }

  Exam progressed(int moreBytes, Arrival arrival) {
    Draft draft = new Draft();
    if (phase == Phase.ANSWERED) {
      draft.phase = Phase.GATHERING;
      draft.openedAt = arrival.now();
    }
    draft.bytes = bytes + moreBytes;
    draft.source = source.with(arrival);
    draft.progressAt = arrival.now();
    return draft.exam();
  }

  Exam arriving(long now) {
    Draft draft = new Draft();
    draft.progressAt = now;
    return draft.exam();
  }

  Exam pinnedTo(ModelIdentity identity) {
    Draft draft = new Draft();
    draft.model = Optional.of(identity);
    return draft.exam();
  }

  Exam in(Phase newPhase) {
    Draft draft = new Draft();
    draft.phase = newPhase;
    return draft.exam();
  }

  Exam answered(long now) {
    SortedMap<RecordingId, Recording> spoken = new TreeMap<>(recordings);
    spoken.replaceAll(
        (id, recording) ->
            recording.stage() == Stage.HEARD ? recording.at(Stage.ANSWERED) : recording);
    Draft draft = new Draft();
    draft.phase = Phase.ANSWERED;
    draft.recordings = spoken;
    draft.revision = revision + 1;
    draft.answeredAt = revision == 0 ? now : answeredAt;
    return draft.exam();
  }

  Exam closed() {
    Draft draft = new Draft();
    draft.phase = Phase.CLOSED;
    draft.announced = Map.of();
    draft.recordings = Collections.emptySortedMap();
    draft.model = Optional.empty();
    return draft.exam();
  }

  /** The next exam in the making: as this one, but for what is set. */
  private final class Draft {
    private Phase phase = Exam.this.phase;
    private Map<AuscultationSite, Integer> announced = Exam.this.announced;
    private SortedMap<RecordingId, Recording> recordings = Exam.this.recordings;
    private Optional<ModelIdentity> model = Exam.this.model;
    private int revision = Exam.this.revision;
    private long bytes = Exam.this.bytes;
    private Source source = Exam.this.source;
    private long openedAt = Exam.this.openedAt;
    private long progressAt = Exam.this.progressAt;
    private long answeredAt = Exam.this.answeredAt;

    private Exam exam() {
      return new Exam(
          patientId,
          examId,
          deviceId,
          phase,
          announced,
          recordings,
          model,
          revision,
          bytes,
          source,
          openedAt,
          progressAt,
          answeredAt);
    }
  }

  /** Ids are never printed. */
  @Override
  public String toString() {
    return "Exam[%s, revision=%d, %d recordings]".formatted(phase, revision, recordings.size());
  }
}
