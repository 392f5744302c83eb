package org.murmurstream.trainer.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.murmurstream.data.circor.CircorFindings;
import org.murmurstream.data.circor.CircorRecordings;
import org.murmurstream.data.sound.Circumstance;
import org.murmurstream.data.sound.SimulatedDevice;
import org.murmurstream.trainer.result.Audience;
import org.murmurstream.trainer.result.Condition;
import org.murmurstream.trainer.result.PatientDecision;

/**
 * Hears the same patients as they were recorded, under circumstances, and through simulated
 * devices. Who hears whom is up to the audience: one model everybody, or each held-out patient that
 * of its fold.
 *
 * @param circumstances in the order of the result
 * @param devices seed of one random device for each patient, if there are to be any
 */
public record StressTrial(List<Circumstance> circumstances, OptionalLong devices) {

  private static final String DEVICE = "device ";

  public StressTrial {
    circumstances = List.copyOf(circumstances);
  }

  /** How many times each patient is heard. */
  public int conditions() {
    return conditionsOfAll().size();
  }

  /**
   * Hears.
   *
   * @param findings what was found, where it is known
   * @param step run after each patient and condition, on any thread
   */
  public StressResult run(
      Audience audience,
      CircorRecordings recordings,
      List<String> patientIds,
      CircorFindings findings,
      Runnable step) {
    List<List<PatientDecision>> decisions =
        audience.hear(recordings, patientIds, conditionsOfAll(), step);
    List<PatientDecision> asRecorded = decisions.get(0);
    List<Effect> effects =
        decisions.stream().map(after -> Effect.of(asRecorded, after, findings)).toList();
    var rows = new ArrayList<StressResult.Row>();
    for (int i = 0; i < circumstances.size(); i++) {
      rows.add(new StressResult.Row(circumstances.get(i), effects.get(i + 1)));
    }
    return new StressResult(
        asRecorded,
        effects.get(0),
        rows,
        devices.stream()
            .mapToObj(seed -> new StressResult.Devices(seed, effects.get(effects.size() - 1)))
            .findFirst());
  }

  private List<Condition> conditionsOfAll() {
    var conditions = new ArrayList<Condition>();
    conditions.add(Condition.AS_RECORDED);
    for (Circumstance circumstance : circumstances) {
      conditions.add(
          new Condition(
              circumstance.title(),
              (patientId, recordingName, audio) -> circumstance.apply(audio, recordingName)));
    }
    devices.ifPresent(
        seed ->
            conditions.add(
                new Condition(
                    DEVICE + seed,
                    (patientId, recordingName, audio) ->
                        SimulatedDevice.of(patientId, seed).apply(audio, recordingName))));
    return conditions;
  }
}
