package org.murmurstream.stream.inference;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A bounded queue that is fair between devices: deficit round robin as in RFC 8290, weighted by
 * what a piece of work costs. Each device has a lane. A lane in whose turn it is is served until it
 * has had a turn's worth, and goes to the end of the round; what it had beyond, it owes. A device
 * that was idle for a whole round goes before the round, for one turn: who brings little is served
 * at once, however much others bring.
 *
 * <p>No lane holds more than its share of one half of the room there is, so there is room for a
 * device that comes new. Whatever waits beyond stays with whoever wanted to hand it over.
 *
 * <p>Not for several threads at once.
 *
 * @param <T> a piece of work
 */
final class FairQueue<T> {

  private final int capacity;
  private final long maxBytes;
  private final double turn;
  private final Map<String, Lane<T>> lanes = new HashMap<>();
  private final Deque<Lane<T>> fresh = new ArrayDeque<>();
  private final Deque<Lane<T>> round = new ArrayDeque<>();
  private int held;
  private long bytes;

  /**
   * @param capacity most pieces of work that it holds
   * @param maxBytes no more is taken in from this size on
   * @param turn cost of what a device may have done in a row, above 0
   */
  FairQueue(int capacity, long maxBytes, double turn) {
    this.capacity = capacity;
    this.maxBytes = maxBytes;
    this.turn = turn;
  }

  private record Item<T>(T work, double cost, long bytes) {}

  private static final class Lane<T> {
    private final String device;
    private final Deque<Item<T>> items = new ArrayDeque<>();
    private double credit;
    private long bytes;

    Lane(String device, double credit) {
      this.device = device;
      this.credit = credit;
    }
  }

  /** Whether there is room for one more piece of work of a device. */
  boolean hasRoom(String device) {
    if (held >= capacity || bytes >= maxBytes) {
      return false;
    }
    Lane<T> lane = lanes.get(device);
    return lane == null
        || lane.items.isEmpty()
        || (lane.items.size() < capacity / 2 / lanes.size()
            && lane.bytes < maxBytes / 2 / lanes.size());
  }

  /**
   * Takes work in.
   *
   * @param cost of doing it, above 0
   * @param size in bytes
   * @return whether there was room
   */
  boolean offer(String device, T work, double cost, long size) {
    if (!hasRoom(device)) {
      return false;
    }
    Lane<T> lane = lanes.get(device);
    if (lane == null) {
      lane = new Lane<>(device, turn);
      lanes.put(device, lane);
      fresh.add(lane);
    }
    lane.items.add(new Item<>(work, cost, size));
    lane.bytes += size;
    held++;
    bytes += size;
    return true;
  }

  /** The work whose turn it is. */
  Optional<T> poll() {
    return poll(any -> true);
  }

  /** The work whose turn it is, if it is wanted; else it keeps its turn. */
  Optional<T> poll(Predicate<T> wanted) {
    while (!lanes.isEmpty()) {
      boolean first = !fresh.isEmpty();
      Lane<T> lane = first ? fresh.peek() : round.element();
      if (lane.credit <= 0) {
        lane.credit += turn;
        endTurn(first, lane);
      } else if (lane.items.isEmpty()) {
        if (first) {
          endTurn(true, lane);
        } else {
          round.remove();
          lanes.remove(lane.device);
        }
      } else if (wanted.test(lane.items.element().work())) {
        return Optional.of(take(lane));
      } else {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * Work that may be done in the midst of another's: of devices that were idle, or else of one that
   * waits for its turn, which then goes to the end of the round.
   *
   * @param besides devices that are being served
   * @param mostCost of the work
   * @param idleOnly whether only devices that were idle are served
   */
  Optional<T> pollBetween(Set<String> besides, double mostCost, boolean idleOnly) {
    for (Lane<T> lane : fresh) {
      if (lane.credit > 0 && isShort(lane, besides, mostCost)) {
        return Optional.of(take(lane));
      }
    }
    for (Iterator<Lane<T>> lanesInTurn = round.iterator(); lanesInTurn.hasNext() && !idleOnly; ) {
      Lane<T> lane = lanesInTurn.next();
      if (isShort(lane, besides, mostCost)) {
        lanesInTurn.remove();
        round.add(lane);
        return Optional.of(take(lane));
      }
    }
    return Optional.empty();
  }

  /** Takes out everything. */
  Iterable<T> drain() {
    Deque<T> all = new ArrayDeque<>();
    for (Optional<T> next = poll(); next.isPresent(); next = poll()) {
      all.add(next.get());
    }
    return all;
  }

  private boolean isShort(Lane<T> lane, Set<String> besides, double mostCost) {
    return !lane.items.isEmpty()
        && lane.items.element().cost() <= mostCost
        && !besides.contains(lane.device);
  }

  private void endTurn(boolean first, Lane<T> lane) {
    (first ? fresh : round).remove();
    round.add(lane);
  }

  private T take(Lane<T> lane) {
    Item<T> item = lane.items.remove();
    lane.credit -= item.cost();
    lane.bytes -= item.bytes();
    held--;
    bytes -= item.bytes();
    return item.work();
  }
}
