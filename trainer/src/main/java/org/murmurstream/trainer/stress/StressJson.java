package org.murmurstream.trainer.stress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.murmurstream.trainer.result.Measure;
import org.murmurstream.trainer.run.JsonFiles;

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
    JsonFiles.putFinite(json, "changed", effect.changed());
    JsonFiles.putFinite(json, "sickNewlyAbsent", effect.sickNewlyAbsent());
    JsonFiles.putFinite(json, "healthyNewlyPresent", effect.healthyNewlyPresent());
    JsonFiles.putFinite(json, "healthyNewlyUnknown", effect.healthyNewlyUnknown());
    Effect.MEASURES.forEach(
        measure -> JsonFiles.putFinite(json, KEYS.get(measure), effect.scores().get(measure)));
    JsonFiles.putFinite(json, "notHeard", effect.notHeard());
    JsonFiles.putFinite(json, "anyFlag", effect.anyFlag());
    ObjectNode flagged = json.putObject("flagged");
    effect.flagged().forEach((flag, share) -> JsonFiles.putFinite(flagged, flag.name(), share));
    return json;
  }
}
