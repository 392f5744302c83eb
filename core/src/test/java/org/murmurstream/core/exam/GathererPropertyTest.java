package org.murmurstream.core.exam;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.ModelIdentity;

class GathererPropertyTest {

  private static final GatherPolicy POLICY =
      new GatherPolicy(
          Duration.ofSeconds(20),
          Duration.ofSeconds(100),
          Duration.ofSeconds(300),
          Duration.ofDays(1),
          1000,
          100,
          300,
          100_000,
          8,
          8);
  private static final ModelIdentity MODEL = new ModelIdentity("m", "0".repeat(64), "", true);

  /** Something that happens: a chunk, or time alone. */
  private record Event(Optional<Chunk> chunk, long secondsLater) {}

  /** Hears every complete recording at once, and answers whatever is due. */
  private static final class Application {
    private final Gatherer gatherer = new Gatherer(POLICY);
    private final List<NaiveExam.Answer> answers = new ArrayList<>();
    private Fingerprints fingerprints = new Fingerprints();
    private Optional<Exam> exam = Optional.empty();

    String arrive(Chunk chunk, long now) {
      Gathered gathered =
          gatherer.accept(exam, chunk, fingerprints.before(chunk), new Arrival(now, now, 0, now));
      if (gathered instanceof Gathered.Rejected rejected) {
        return rejected.reason().name();
      }
      if (gathered instanceof Gathered.Duplicate duplicate) {
        exam = Optional.of(duplicate.exam());
        return "duplicate";
      }
      Gathered.Accepted accepted = (Gathered.Accepted) gathered;
      fingerprints.add(chunk);
      exam =
          Optional.of(
              accepted.completed()
                  ? gatherer.heard(accepted.exam(), chunk.recording(), MODEL)
                  : accepted.exam());
      answerIfDue(now);
      return "accepted";
    }

    void tick(long now) {
      exam = exam.flatMap(known -> gatherer.expire(known, now));
      if (exam.isEmpty()) {
        fingerprints = new Fingerprints();
      }
      answerIfDue(now);
    }

    private void answerIfDue(long now) {
      if (exam.map(Exam::isDue).orElse(false)) {
        Exam due = exam.get();
        answers.add(
            new NaiveExam.Answer(due.revision() + 1, Set.copyOf(due.heard()), due.isComplete()));
        exam = Optional.of(gatherer.answered(due, now));
      }
    }
  }

  @Property(tries = 2000)
  void shouldDoWhatTheNaiveReferenceDoes(@ForAll("histories") List<Event> history) {
    // Given
    Application application = new Application();
    NaiveExam reference = new NaiveExam(POLICY);
    long now = 1_000_000;

    for (Event event : history) {
      // When
      now += event.secondsLater() * 1000;
      if (event.chunk().isPresent()) {
        String outcome = application.arrive(event.chunk().get(), now);

        // Then
        assertThat(outcome).isEqualTo(reference.arrive(event.chunk().get(), now));
      } else {
        application.tick(now);
        reference.tick(now);
      }
      assertThat(application.answers).isEqualTo(reference.answers());
    }
  }

  @Property(tries = 500)
  void shouldEndWithAnAnswerThatRestsOnTheSameRecordingsWhateverTheOrder(
      @ForAll("exams") List<Chunk> chunks,
      @ForAll long seed,
      @ForAll @IntRange(max = 3) int extra) {
    // Given
    List<Chunk> disturbed = new ArrayList<>(chunks);
    for (int i = 0; i < extra; i++) {
      disturbed.addAll(chunks);
    }
    Collections.shuffle(disturbed, new Random(seed));

    // When
    Set<RecordingId> inOrder = lastAnswer(chunks).heard();
    Set<RecordingId> inDisorder = lastAnswer(disturbed).heard();

    // Then
    assertThat(inDisorder).isEqualTo(inOrder);
  }

  @Property(tries = 500)
  void shouldNeverAnswerTwiceTheSame(@ForAll("histories") List<Event> history) {
    // Given
    Application application = new Application();
    long now = 1_000_000;

    // When
    for (Event event : history) {
      now += event.secondsLater() * 1000;
      long time = now;
      event.chunk().ifPresentOrElse(c -> application.arrive(c, time), () -> application.tick(time));
    }

    // Then
    assertThat(application.answers).extracting(NaiveExam.Answer::heard).doesNotHaveDuplicates();
    for (int i = 1; i < application.answers.size(); i++) {
      assertThat(application.answers.get(i).heard())
          .containsAll(application.answers.get(i - 1).heard());
    }
  }

  private static NaiveExam.Answer lastAnswer(List<Chunk> chunks) {
    Application application = new Application();
    long now = 1_000_000;
    for (Chunk chunk : chunks) {
      application.arrive(chunk, now++);
    }
    application.tick(now + POLICY.progressTimeout().toMillis());
    return application.answers.get(application.answers.size() - 1);
  }

  /** Chunks of a small world, so that duplicates, conflicts and contradictions are frequent. */
  @Provide
  Arbitrary<List<Event>> histories() {
    Arbitrary<Chunk> chunks =
        Combinators.combine(
                Arbitraries.of(AuscultationSite.AV, AuscultationSite.MV),
                Arbitraries.integers().between(0, 1),
                Arbitraries.integers().between(0, 2),
                Arbitraries.of(false, false, true),
                Arbitraries.frequency(Tuple.of(9, 0), Tuple.of(1, 1)))
            .as(
                (site, number, sequence, last, other) ->
                    chunk(
                        new RecordingId(site, number),
                        sequence,
                        last,
                        other,
                        Map.of(AuscultationSite.AV, 1)));
    Arbitrary<Event> events =
        Combinators.combine(
                chunks.optional(0.7),
                Arbitraries.frequencyOf(
                    Tuple.of(6, Arbitraries.longs().between(0, 5)),
                    Tuple.of(2, Arbitraries.longs().between(15, 40)),
                    Tuple.of(1, Arbitraries.longs().between(90, 400))))
            .as(Event::new);
    return events.list().ofMaxSize(40);
  }

  /** An exam of one or two sites with up to three recordings each, some with gaps. */
  @Provide
  Arbitrary<List<Chunk>> exams() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(0, 100))
        .as(
            (ofAortic, ofMitral, length, lost) -> {
              List<Chunk> chunks = new ArrayList<>();
              Map<AuscultationSite, Integer> announced = Map.of(AuscultationSite.AV, 1);
              for (int number = 0; number < ofAortic; number++) {
                add(chunks, new RecordingId(AuscultationSite.AV, number), length, announced);
              }
              for (int number = 0; number < ofMitral; number++) {
                add(chunks, new RecordingId(AuscultationSite.MV, number), length, announced);
              }
              if (lost < chunks.size() && chunks.size() > 1) {
                chunks.remove(lost.intValue());
              }
              return chunks;
            });
  }

  private static void add(
      List<Chunk> chunks, RecordingId id, int length, Map<AuscultationSite, Integer> announced) {
    for (int sequence = 0; sequence < length; sequence++) {
      chunks.add(chunk(id, sequence, sequence == length - 1, 0, announced));
    }
  }

  private static Chunk chunk(
      RecordingId id,
      int sequence,
      boolean last,
      int variant,
      Map<AuscultationSite, Integer> announced) {
    byte[] samples = {
      (byte) id.site().name().hashCode(), (byte) id.number(), (byte) sequence, (byte) variant
    };
    return new Chunk("p", "e", "d", id, sequence, last, 4000, samples, announced);
  }
}
