package org.murmurstream.stream.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FairQueueTest {

  private static final int CAPACITY = 32;
  private static final long BYTES = 1000;
  private static final double TURN = 60;

  private final FairQueue<String> queue = new FairQueue<>(CAPACITY, BYTES, TURN);

  @Test
  void shouldServeADeviceThatWasIdleBeforeOneThatFloods() {
    // Given
    flood("flood", 15);
    served(4);

    // When
    for (int site = 0; site < 4; site++) {
      queue.offer("honest", "honest", 15, 1);
    }

    // Then
    assertThat(served(5)).containsExactly("honest", "honest", "honest", "honest", "flood");
  }

  @Test
  void shouldServeDevicesInTurnBySecondsOfSound() {
    // Given
    flood("short", 10);
    flood("long", 30);

    // When
    Map<String, Double> seconds = new HashMap<>();
    for (int i = 0; i < 400; i++) {
      String next = queue.poll().orElseThrow();
      seconds.merge(next, next.equals("short") ? 10.0 : 30.0, Double::sum);
      flood("short", 10);
      flood("long", 30);
    }

    // Then
    assertThat(seconds.get("short"))
        .isBetween(seconds.get("long") - 2 * TURN, seconds.get("long") + 2 * TURN);
  }

  @Test
  void shouldKeepADeviceWaitingForWhatItHadBeyondItsTurn() {
    // Given
    queue.offer("long", "long", 300, 1);
    queue.offer("long", "long", 300, 1);
    flood("short", 20);
    assertThat(queue.poll()).contains("long");

    // When
    List<String> next = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      next.addAll(served(1));
      flood("short", 20);
    }

    // Then
    assertThat(next).doesNotContain("long");
  }

  @Test
  void shouldNotBeOutwittedByADeviceThatHandsOverOneAtATime() {
    // Given
    flood("steady", 20);
    queue.offer("sly", "sly", 20, 1);

    // When
    int sly = 0;
    int all = 300;
    for (int i = 0; i < all; i++) {
      if (queue.poll().orElseThrow().equals("sly")) {
        sly++;
        queue.offer("sly", "sly", 20, 1);
      }
      flood("steady", 20);
    }

    // Then
    assertThat(sly).isLessThanOrEqualTo(all / 2 + 3);
  }

  @Test
  void shouldHaveRoomForADeviceThatComesNewHoweverMuchAnotherBrings() {
    // When
    int taken = flood("flood", 15);

    // Then
    assertThat(taken).isEqualTo(CAPACITY / 2);
    assertThat(queue.hasRoom("flood")).isFalse();
    assertThat(queue.hasRoom("honest")).isTrue();
  }

  @Test
  void shouldCountRoomByBytesToo() {
    // Given
    queue.offer("flood", "flood", 1, BYTES / 2);

    // Then
    assertThat(queue.hasRoom("flood")).isFalse();
    assertThat(queue.hasRoom("honest")).isTrue();

    // When
    queue.offer("honest", "honest", 1, BYTES / 2);

    // Then
    assertThat(queue.hasRoom("third")).isFalse();
  }

  @Test
  void shouldLeaveTheTurnToWorkThatIsNotWantedNow() {
    // Given
    queue.offer("a", "first", 1, 1);
    queue.offer("b", "second", 1, 1);

    // Then
    assertThat(queue.poll(work -> work.equals("second"))).isEmpty();
    assertThat(served(2)).containsExactly("first", "second");
  }

  @Test
  void shouldLetShortWorkOfOthersInBetween() {
    // Given
    queue.offer("long", "more of long", 10, 1);
    queue.offer("other long", "long", 300, 1);
    queue.offer("short", "short", 10, 1);

    // When
    Optional<String> between = queue.pollBetween(Set.of("long"), TURN, false);

    // Then
    assertThat(between).contains("short");
    assertThat(queue.pollBetween(Set.of("long"), TURN, false)).isEmpty();
  }

  @Test
  void shouldLetOneOfThoseThatWaitForTheirTurnInBetween() {
    // Given
    flood("busy", 20);
    served(4);

    // Then
    assertThat(queue.pollBetween(Set.of("long"), TURN, true)).isEmpty();
    assertThat(queue.pollBetween(Set.of("long"), TURN, false)).contains("busy");
  }

  @Property(tries = 300)
  void shouldLoseAndDoubleNothing(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int devices) {
    // Given
    var random = new Random(seed);
    var many = new FairQueue<Integer>(CAPACITY, BYTES, TURN);
    List<Integer> in = new ArrayList<>();
    List<Integer> out = new ArrayList<>();

    // When
    for (int i = 0; i < 500; i++) {
      String device = "d" + random.nextInt(devices);
      if (many.offer(device, i, 1 + random.nextInt(300), random.nextInt(60))) {
        in.add(i);
      }
      if (random.nextInt(3) == 0) {
        many.poll().ifPresent(out::add);
      }
      if (random.nextInt(5) == 0) {
        many.pollBetween(Set.of(device), TURN, random.nextBoolean()).ifPresent(out::add);
      }
    }
    many.drain().forEach(out::add);

    // Then
    assertThat(out).containsExactlyInAnyOrderElementsOf(in);
    assertThat(many.poll()).isEmpty();
    assertThat(many.hasRoom("any")).isTrue();
  }

  private int flood(String device, double cost) {
    int taken = 0;
    while (queue.offer(device, device, cost, 1)) {
      taken++;
    }
    return taken;
  }

  private List<String> served(int count) {
    List<String> served = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      queue.poll().ifPresent(served::add);
    }
    return served;
  }
}
