package org.murmurstream.proof.verify;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.kafka.Place;
import org.murmurstream.proof.verify.Discrepancy.Kind;
import org.murmurstream.sim.LedgerEntry;

/** A ledger, by where the broker said that it put each chunk. */
final class Sent {

  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final Map<Place, LedgerEntry> unseen = new HashMap<>();
  private final int size;

  Sent(List<LedgerEntry> ledger, String recordings) {
    this.size = ledger.size();
    for (LedgerEntry entry : ledger) {
      numbers.putIfAbsent(entry.exam(), numbers.size() + 1);
      unseen.put(new Place(recordings, entry.partition(), entry.offset()), entry);
    }
  }

  /** How many chunks were acknowledged. */
  int size() {
    return size;
  }

  /** What an exam is called in findings: its number in the ledger, or that it is in none. */
  String label(String examId, Place first) {
    Integer number = numbers.get(examId);
    return number == null ? "exam begun at " + first : "exam %d of the ledger".formatted(number);
  }

  boolean knows(String examId) {
    return numbers.containsKey(examId);
  }

  /** A sound chunk lies at a place: is it what was acknowledged there? */
  void see(Place at, Chunk chunk, Findings findings) {
    LedgerEntry entry = unseen.remove(at);
    if (entry != null && !isOf(entry, chunk)) {
      findings.add(
          Kind.WRONG,
          at,
          "this is not the chunk that was acknowledged here: the topic has changed");
    }
  }

  /** All records have been seen. */
  void end(Map<Integer, Long> beginnings, Findings findings) {
    for (Place at : unseen.keySet().stream().sorted().toList()) {
      boolean deleted = at.offset() < beginnings.getOrDefault(at.partition(), 0L);
      findings.add(
          deleted ? Kind.UNEXPLAINED : Kind.LOST,
          at,
          deleted
              ? "an acknowledged chunk was deleted before it could be verified"
              : "an acknowledged chunk is not in the topic");
    }
    unseen.clear();
  }

  private static boolean isOf(LedgerEntry entry, Chunk chunk) {
    return entry.exam().equals(chunk.examId())
        && entry.site() == chunk.recording().site()
        && entry.recording() == chunk.recording().number()
        && entry.sequence() == chunk.sequence()
        && entry.last() == chunk.last()
        && entry.sha256().equals(Sha256.of(chunk.samples()));
  }
}
