package org.murmurstream.stream.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Ear;
import org.murmurstream.core.EarException;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;
import org.murmurstream.stream.testing.StubEar;

@Timeout(30)
class EarPoolTest {

  private static final short QUICK = 2;

  private final AtomicInteger open = new AtomicInteger();

  @Test
  void shouldGiveWhatOneEarGivesInTheOrderOfTheBatch() {
    // Given: some longer than others, so that they are not heard in order
    List<SiteAudio> batch =
        IntStream.range(0, 40)
            .mapToObj(i -> recording((short) (10 + i), 100 + i * 37 % 500))
            .toList();
    Ear one = new StubEar();

    // When
    try (Ear pool = EarPool.of(new ManyEars(audio -> {}), 4)) {
      List<Evidence> heard = pool.listen(batch);

      // Then
      assertThat(pool.batchSize()).isGreaterThanOrEqualTo(4);
      for (int i = 0; i < batch.size(); i++) {
        assertThat(heard.get(i).embedding())
            .isEqualTo(one.listen(List.of(batch.get(i))).get(0).embedding());
      }
    }
  }

  @Test
  void shouldHearAsManyAtTheSameTimeAsThereAreEars() {
    // Given: nobody goes on before all three are there
    var together = new CyclicBarrier(3);

    // When
    try (Ear pool = EarPool.of(new ManyEars(audio -> await(together)), 3)) {
      List<Evidence> heard = pool.listen(recordings(6));

      // Then
      assertThat(heard).hasSize(6);
    }
  }

  @Test
  void shouldFailWhenAnEarFailsAndBeFreeThen() {
    // Given
    var busy = new AtomicInteger();
    var failing = new CountDownLatch(1);
    try (Ear pool =
        EarPool.of(
            new ManyEars(
                audio -> {
                  busy.incrementAndGet();
                  if (first(audio) == StubEar.POISON) {
                    failing.countDown();
                  } else {
                    await(failing);
                  }
                  busy.decrementAndGet();
                }),
            3)) {
      List<SiteAudio> batch =
          List.of(recording(QUICK, 200), recording(StubEar.POISON, 100), recording(QUICK, 150));

      // When, Then
      assertThatThrownBy(() -> pool.listen(batch)).isInstanceOf(EarException.class);
      assertThat(busy).as("ears still at work").hasValue(0);
      assertThat(pool.listen(recordings(5))).hasSize(5);
    }
  }

  @Test
  void shouldServeOthersWhileOnlyAnotherEarStillHears() {
    // Given: the other ear gets on only after somebody was served
    var served = new CountDownLatch(1);
    var caller = Thread.currentThread();
    try (Ear pool =
        EarPool.of(
            new ManyEars(
                audio -> {
                  if (Thread.currentThread() != caller) {
                    await(served);
                  }
                }),
            2)) {
      // When: the caller's ear has nothing left to hear, and the other one tells of progress
      List<Evidence> heard = pool.listen(recordings(8), served::countDown);

      // Then
      assertThat(heard).hasSize(8);
    }
  }

  @Test
  void shouldCloseEveryEarOnce() {
    // When
    EarPool.of(new ManyEars(audio -> {}), 4).close();

    // Then
    assertThat(open).hasValue(0);
  }

  @Test
  void shouldBeTheEarItselfWhereOneIsEnoughOrThereIsNoOther() {
    try (var lonely = new StubEar();
        var sociable = new ManyEars(audio -> {})) {
      assertThat(EarPool.of(lonely, 4)).isSameAs(lonely);
      assertThat(EarPool.of(sociable, 1)).isSameAs(sociable);
    }
  }

  /** Of the same model, as many as are wanted. */
  private final class ManyEars implements Ear {

    private final Consumer<SiteAudio> hearing;
    private final StubEar stub = new StubEar();

    ManyEars(Consumer<SiteAudio> hearing) {
      this.hearing = hearing;
      open.incrementAndGet();
    }

    @Override
    public ModelIdentity identity() {
      return stub.identity();
    }

    @Override
    public List<Evidence> listen(List<SiteAudio> batch) {
      return listen(batch, () -> {});
    }

    @Override
    public List<Evidence> listen(List<SiteAudio> batch, Runnable between) {
      between.run();
      batch.forEach(hearing);
      return stub.listen(batch);
    }

    @Override
    public Optional<Ear> another() {
      return Optional.of(new ManyEars(hearing));
    }

    @Override
    public Verdict decide(Collection<SiteEvidence> sites) {
      return stub.decide(sites);
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }

  private static List<SiteAudio> recordings(int count) {
    List<SiteAudio> recordings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      recordings.add(recording(QUICK, 100 + i));
    }
    return recordings;
  }

  private static SiteAudio recording(short first, int length) {
    var samples = new short[length];
    samples[0] = first;
    samples[1] = 5;
    return new SiteAudio(AuscultationSite.AV, new Pcm(4000, samples));
  }

  private static short first(SiteAudio audio) {
    return audio.pcm().samples()[0];
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new EarException("nobody else came", e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new EarException("nobody was served");
      }
    } catch (InterruptedException e) {
      throw new EarException("interrupted", e);
    }
  }
}
