package org.murmurstream.core.exam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.murmurstream.core.AuscultationSite;

/**
 * The rules of one exam told again, as plainly as possible: it keeps every chunk it took and works
 * everything out anew from that list. The ear is taken to hear at once.
 */
final class NaiveExam {

  /** Revision and what it rests on. */
  record Answer(int revision, Set<RecordingId> heard, boolean complete) {}

  private final GatherPolicy policy;
  private final List<Chunk> taken = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();
  private boolean known;
  private boolean resting;
  private boolean closed;
  private long openedAt;
  private long progressAt;
  private long firstAnswerAt;

  NaiveExam(GatherPolicy policy) {
    this.policy = policy;
  }

  List<Answer> answers() {
    return answers;
  }

  /** "accepted", "duplicate", or a {@link Rejection} by name. */
  String arrive(Chunk chunk, long now) {
    if (closed || (resting && now >= firstAnswerAt + policy.revisionWindow().toMillis())) {
      return "EXAM_CLOSED";
    }
    List<Chunk> recording = of(chunk.recording());
    for (Chunk other : recording) {
      if (other.sequence() == chunk.sequence()) {
        return other.last() == chunk.last() && Arrays.equals(other.samples(), chunk.samples())
            ? "duplicate"
            : "CONFLICT";
      }
    }
    for (Chunk other : recording) {
      if (chunk.last() && other.last()) {
        return "SECOND_LAST";
      }
    }
    for (Chunk other : recording) {
      if ((chunk.last() && other.sequence() > chunk.sequence())
          || (other.last() && chunk.sequence() > other.sequence())) {
        return "BEYOND_LAST";
      }
    }
    if (!known || resting) {
      openedAt = now;
    }
    known = true;
    resting = false;
    progressAt = now;
    taken.add(chunk);
    if (everythingComplete()) {
      answer(now);
    }
    return "accepted";
  }

  void tick(long now) {
    if (known
        && !resting
        && !closed
        && (now >= progressAt + policy.progressTimeout().toMillis()
            || now >= openedAt + policy.totalTimeout().toMillis())) {
      answer(now);
    } else if (resting && !closed && now >= firstAnswerAt + policy.revisionWindow().toMillis()) {
      closed = true;
    }
  }

  private void answer(long now) {
    Set<RecordingId> heard = new HashSet<>();
    for (Chunk chunk : taken) {
      if (isComplete(chunk.recording())) {
        heard.add(chunk.recording());
      }
    }
    resting = true;
    if (answers.isEmpty()) {
      firstAnswerAt = now;
    } else if (answers.get(answers.size() - 1).heard().equals(heard)) {
      return;
    }
    answers.add(new Answer(answers.size() + 1, heard, everythingComplete()));
  }

  private boolean everythingComplete() {
    Map<AuscultationSite, Integer> expected = new HashMap<>();
    for (Chunk chunk : taken) {
      chunk.announced().forEach((site, n) -> expected.merge(site, n, Math::max));
    }
    if (expected.isEmpty()) {
      AuscultationSite.STANDARD.forEach(site -> expected.put(site, 1));
    }
    for (Chunk chunk : taken) {
      expected.merge(chunk.recording().site(), chunk.recording().number() + 1, Math::max);
    }
    for (Map.Entry<AuscultationSite, Integer> site : expected.entrySet()) {
      for (int number = 0; number < site.getValue(); number++) {
        if (!isComplete(new RecordingId(site.getKey(), number))) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isComplete(RecordingId recording) {
    Set<Integer> sequences = new TreeSet<>();
    int last = -1;
    for (Chunk chunk : of(recording)) {
      sequences.add(chunk.sequence());
      if (chunk.last()) {
        last = chunk.sequence();
      }
    }
    return last >= 0 && sequences.size() == last + 1;
  }

  private List<Chunk> of(RecordingId recording) {
    return taken.stream().filter(chunk -> chunk.recording().equals(recording)).toList();
  }
}
