package org.murmurstream.trainer.stress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.murmurstream.trainer.result.Measure;

/** The result of a trial as one line of JSON. What is not defined is null. */
public final class StressJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final Map<Measure, String> KEYS =
      Map.of(
          Measure.LOG_LOSS, "logLoss",
          Measure.AUROC_PRESENT, "aurocPresent",
          Measure.AUROC_UNKNOWN, "aurocUnknown",
          Measure.WACC, "wacc",
          Measure.UAR, "uar");

  private StressJson() {}

  /**
   * Everything that was measured. Shares are 0 to 1.
   *
   * @param digest of the model bundle, if one decided
   */
  public static String line(Optional<String> digest, StressResult result) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("bundle", digest.orElse(null));
    json.put("patients", result.asRecorded().patients());
    json.set("asRecorded", effect(result.asRecorded()));
    if (!result.circumstances().isEmpty()) {
      ObjectNode circumstances = json.putObject("circumstances");
      for (StressResult.Row row : result.circumstances()) {
        ObjectNode node = circumstances.putObject(row.circumstance().title());
        node.put("group", row.circumstance().group().name().toLowerCase(Locale.ROOT));
        node.setAll(effect(row.effect()));
      }
    }
    result
        .devices()
        .ifPresent(
            devices -> {
              ObjectNode node = json.putObject("devices");
              node.put("seed", devices.seed());
              node.setAll(effect(devices.effect()));
            });
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures are plain data", e);
    }
  }

  private static ObjectNode effect(Effect effect) {
    ObjectNode json = MAPPER.createObjectNode();
    put(json, "changed", effect.changed());
    put(json, "sickNewlyAbsent", effect.sickNewlyAbsent());
    put(json, "healthyNewlyPresent", effect.healthyNewlyPresent());
    put(json, "healthyNewlyUnknown", effect.healthyNewlyUnknown());
    Effect.MEASURES.forEach(measure -> put(json, KEYS.get(measure), effect.scores().get(measure)));
    put(json, "notHeard", effect.notHeard());
    put(json, "anyFlag", effect.anyFlag());
    ObjectNode flagged = json.putObject("flagged");
    effect.flagged().forEach((flag, share) -> put(flagged, flag.name(), share));
    return json;
  }

  private static void put(ObjectNode json, String name, double number) {
    if (Double.isFinite(number)) {
      json.put(name, number);
    } else {
      json.putNull(name);
    }
  }
}
