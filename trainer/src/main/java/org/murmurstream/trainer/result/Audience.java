package org.murmurstream.trainer.result;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.murmurstream.data.circor.CircorRecordings;
import org.murmurstream.data.circor.CircorRecordings.RecordingFile;
import org.murmurstream.trainer.run.Workers;

/**
 * Hears many patients by several threads at once. What comes out does not depend on how many there
 * are.
 *
 * @param ears opens the ears of a thread, on that thread
 * @param count threads at work
 * @param cache where what was heard is kept and looked up, if anywhere
 */
public record Audience(Supplier<? extends Ears> ears, int count, Optional<DecisionCache> cache) {

  public Audience {
    if (count < 1) {
      throw new IllegalArgumentException("there must be a thread that hears, were " + count);
    }
  }

  /**
   * Hears patients as they were recorded.
   *
   * @param step run after each patient, on any thread
   * @return one for each id, in their order
   */
  public List<PatientDecision> hear(
      CircorRecordings recordings, List<String> patientIds, Runnable step) {
    return hear(recordings, patientIds, List.of(Condition.AS_RECORDED), step).get(0);
  }

  /**
   * Hears patients under several conditions each.
   *
   * @param step run after each patient and condition, on any thread
   * @return for each condition one for each id, in their order
   */
  public List<List<PatientDecision>> hear(
      CircorRecordings recordings,
      List<String> patientIds,
      List<Condition> conditions,
      Runnable step) {
    var results = new AtomicReferenceArray<PatientDecision>(patientIds.size() * conditions.size());
    Workers.<Ears>share(
        count,
        results.length(),
        "patients could not be heard",
        ears::get,
        (own, i) -> {
          String patientId = patientIds.get(i / conditions.size());
          Condition condition = conditions.get(i % conditions.size());
          var listener = new PatientListener(own.of(patientId), Clock.systemUTC(), condition);
          results.set(i, hear(listener, condition, patientId, recordings.of(patientId)));
          step.run();
        });
    var heard = new ArrayList<List<PatientDecision>>();
    conditions.forEach(condition -> heard.add(new ArrayList<>()));
    for (int i = 0; i < results.length(); i++) {
      heard.get(i % conditions.size()).add(results.get(i));
    }
    return heard;
  }

  private PatientDecision hear(
      PatientListener listener,
      Condition condition,
      String patientId,
      List<RecordingFile> recordings) {
    return cache.isEmpty()
        ? listener.hear(patientId, recordings).decision()
        : cache
            .get()
            .under(condition)
            .get(patientId, recordings, () -> listener.hear(patientId, recordings).decision());
  }
}
