package org.murmurstream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.murmurstream.schemas.Site.AV;
import static org.murmurstream.schemas.Site.MV;
import static org.murmurstream.schemas.Site.PV;
import static org.murmurstream.schemas.Site.TV;
import static org.murmurstream.stream.testing.Exams.exam;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.Site;
import org.murmurstream.stream.inference.InferencePolicy;
import org.murmurstream.stream.testing.Exams;
import org.murmurstream.stream.testing.StubEar;

/**
 * A device that floods harms itself alone. Time is counted in recordings heard, one after another
 * and each as long as any other, so nothing here depends on how fast the machine is.
 */
class FloodTest {

  private static final int FLOOD = 300;
  private static final short OF_FLOOD = 1;
  private static final short HONEST = 2;
  private static final Site[] SITES = {AV, PV, TV, MV};

  /** A quarter of a second at 4 kHz: four make a turn. */
  private static final int SAMPLES = 1000;

  private static final InferencePolicy ONE_BY_ONE =
      new InferencePolicy(
          1,
          32,
          1 << 26,
          1,
          1,
          Duration.ofMillis(25),
          2,
          Duration.ofMinutes(2),
          Duration.ofSeconds(10));

  @TempDir Path state;

  private final Semaphore permits = new Semaphore(0);
  private final List<Short> heard = new CopyOnWriteArrayList<>();
  private Pipeline pipeline;

  @BeforeEach
  void begin() {
    pipeline = new Pipeline(state, ONE_BY_ONE, List.of(() -> new StubEar("stub", this::hear)));
  }

  @AfterEach
  void end() {
    permits.release(1_000_000);
    pipeline.close();
  }

  @Test
  void shouldAnswerAnotherDeviceWithinTwiceItsUsualTime() {
    // Given
    flood();
    hearOne();

    // When
    send("honest-1", HONEST, SITES);

    // Then
    assertThat(hearUntilAnswered("honest-1")).isLessThanOrEqualTo(2 * SITES.length);
  }

  @Test
  void shouldAnswerFourOtherDevicesWithinTwiceTheirUsualTime() {
    // Given
    flood();
    hearOne();

    // When
    for (int i = 0; i < 4; i++) {
      send("honest-" + i, HONEST, SITES);
    }
    int answered = 0;
    int time = 0;
    while (answered < 4) {
      hearOne();
      time++;
      answered += answers("honest-");
    }

    // Then
    int usual = 4 * SITES.length;
    assertThat(time).isLessThanOrEqualTo(2 * usual);
  }

  @Test
  void shouldGiveADeviceThatComesBackItsShareAndTheFloodTheRest() {
    // Given
    flood();
    send("honest-1", HONEST, SITES);
    hearUntilAnswered("honest-1");

    // When
    send("honest-2", HONEST, SITES);

    // Then
    assertThat(hearUntilAnswered("honest-2")).isLessThanOrEqualTo(2 * SITES.length + 1);
  }

  @Test
  void shouldReadNothingOfAFloodThatThereIsNoRoomFor() {
    // When
    flood();

    // Then
    assertThat(pipeline.inference().outstanding()).isLessThanOrEqualTo(32 / 2 + 1);
    assertThat(pipeline.meters().get("murmur.waiting.devices").gauge().value()).isEqualTo(1);
    assertThat(pipeline.meters().get("murmur.waiting.longest").gauge().value())
        .isGreaterThanOrEqualTo(FLOOD - 17);
  }

  @Test
  void shouldAnswerTheWholeFloodInTheEnd() {
    // Given
    flood();
    permits.release(FLOOD);

    // When
    List<MurmurPrediction> answers = new ArrayList<>();
    await()
        .untilAsserted(
            () -> {
              answers.addAll(pipeline.answers());
              assertThat(answers).hasSize(FLOOD);
            });

    // Then
    assertThat(heard).hasSize(FLOOD);
  }

  private void hear(List<SiteAudio> batch) {
    permits.acquireUninterruptibly();
    batch.forEach(audio -> heard.add(audio.pcm().samples()[0]));
  }

  /** One partition, one device, an exam of one recording each. */
  private void flood() {
    for (int i = 0; i < FLOOD; i++) {
      send("flood-" + i, OF_FLOOD, MV);
    }
    pipeline.tick();
  }

  private void send(String name, short first, Site... sites) {
    Exams exam = exam(name, name, sites).by(first == OF_FLOOD ? "flood" : "device-of-" + name);
    for (Site site : sites) {
      var samples = new short[SAMPLES];
      Arrays.fill(samples, first);
      exam.withSamples(site, 0, samples);
    }
    pipeline.send(exam);
  }

  private void hearOne() {
    int before = heard.size();
    pipeline.tick();
    permits.release();
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> heard.size() > before);
  }

  /** Recordings heard until an exam is answered. */
  private int hearUntilAnswered(String exam) {
    for (int time = 1; ; time++) {
      hearOne();
      if (answers(exam) > 0) {
        return time;
      }
    }
  }

  /** Exams answered since the last call whose name begins so. */
  private int answers(String prefix) {
    return (int)
        pipeline.answersSoFar().stream()
            .map(MurmurPrediction::getExamId)
            .filter(id -> id.startsWith(prefix))
            .count();
  }
}
