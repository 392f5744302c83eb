package org.murmurstream.trainer.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.metrics.Bootstrap;
import org.murmurstream.core.metrics.Calibration;
import org.murmurstream.core.metrics.Confusion;
import org.murmurstream.trainer.run.JsonFiles;

/** Evaluations as JSON. A score that is not defined is null. */
public final class MetricsJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private MetricsJson() {}

  /**
   * The few figures to compare models by, on one line. Rows of the confusion matrix are what was
   * decided, columns what was found, both in the order Present, Unknown, Absent.
   */
  public static String line(Evaluation evaluation) {
    ObjectNode json = MAPPER.createObjectNode();
    Confusion confusion = new Figures(evaluation.scored()).confusion();
    JsonFiles.putFinite(json, "wacc", confusion.weightedAccuracy());
    JsonFiles.putFinite(json, "uar", confusion.unweightedAverageRecall());
    ObjectNode recall = json.putObject("recall");
    for (MurmurClass murmur : MurmurClass.values()) {
      JsonFiles.putFinite(recall, murmur.name().toLowerCase(Locale.ROOT), confusion.recall(murmur));
    }
    json.set("confusion", counts(confusion));
    json.put("patients", evaluation.decisions().size());
    json.put("unheard", evaluation.unheard());
    json.put("bundle", evaluation.digest().orElse(null));
    return write(json, false);
  }

  /** All there is to know, for {@code metrics.json}. */
  static String all(Evaluation evaluation, Map<String, Bootstrap.Interval> scores) {
    var figures = new Figures(evaluation.scored());
    ObjectNode json = MAPPER.createObjectNode();
    json.put("model", evaluation.model());
    json.put("bundle", evaluation.digest().orElse(null));
    json.put("patients", evaluation.decisions().size());
    json.put("unheard", evaluation.unheard());
    json.put("withFinding", evaluation.scored().size());
    json.set("patientsNotHeard", MAPPER.valueToTree(evaluation.faults().patients()));
    json.set("recordingsNotHeard", MAPPER.valueToTree(evaluation.faults().recordings()));
    ObjectNode reasons = json.putObject("reasons");
    evaluation
        .grounds()
        .byReason()
        .forEach((reason, patients) -> reasons.put(reason.name(), patients.size()));
    json.set("regressions", MAPPER.valueToTree(evaluation.grounds().byRegression()));
    ObjectNode intervals = json.putObject("scores");
    scores.forEach((name, interval) -> intervals.set(name, interval(interval)));
    ObjectNode confusion = json.putObject("confusion");
    confusion.put("rows", "decided").put("columns", "found");
    ArrayNode order = confusion.putArray("order");
    for (MurmurClass murmur : MurmurClass.values()) {
      order.add(murmur.word());
    }
    confusion.set("counts", counts(figures.confusion()));
    ObjectNode calibration = json.putObject("calibration");
    calibration.set("decided", calibration(figures.calibration()));
    for (MurmurClass murmur : MurmurClass.values()) {
      calibration.set(murmur.word(), calibration(figures.calibration(murmur)));
    }
    ObjectNode groups = json.putObject("groups");
    for (PatientGroups grouping : PatientGroups.all(evaluation.evaluated())) {
      ObjectNode group = groups.putObject(grouping.title());
      for (PatientGroups.Group row : grouping.groups()) {
        group.set(row.name(), group(row));
      }
    }
    return write(json, true);
  }

  private static ObjectNode group(PatientGroups.Group group) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("patients", group.patients().size());
    json.set("confusion", counts(group.figures().confusion()));
    json.set("W.acc", interval(group.weightedAccuracy()));
    json.set("recall Present", interval(group.recallPresent()));
    json.set("AUROC Present", interval(group.aurocPresent()));
    return json;
  }

  private static ArrayNode counts(Confusion confusion) {
    ArrayNode rows = MAPPER.createArrayNode();
    for (MurmurClass decided : MurmurClass.values()) {
      ArrayNode row = rows.addArray();
      for (MurmurClass found : MurmurClass.values()) {
        row.add(confusion.count(decided, found));
      }
    }
    return rows;
  }

  private static ObjectNode interval(Bootstrap.Interval interval) {
    ObjectNode json = MAPPER.createObjectNode();
    JsonFiles.putFinite(json, "estimate", interval.estimate());
    JsonFiles.putFinite(json, "low", interval.low());
    JsonFiles.putFinite(json, "high", interval.high());
    return json;
  }

  private static ObjectNode calibration(Calibration calibration) {
    ObjectNode json = MAPPER.createObjectNode();
    JsonFiles.putFinite(json, "expectedError", calibration.expectedError());
    ArrayNode bins = json.putArray("bins");
    List<Calibration.Bin> filled =
        calibration.bins().stream().filter(bin -> bin.patients() > 0).toList();
    for (Calibration.Bin bin : filled) {
      ObjectNode node = bins.addObject();
      JsonFiles.putFinite(node, "low", bin.low());
      JsonFiles.putFinite(node, "high", bin.high());
      node.put("patients", bin.patients());
      JsonFiles.putFinite(node, "predicted", bin.predicted());
      JsonFiles.putFinite(node, "observed", bin.observed());
    }
    return json;
  }

  private static String write(ObjectNode json, boolean forPeople) {
    var printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return forPeople
          ? MAPPER.writer(printer).writeValueAsString(json)
          : MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures are plain data", e);
    }
  }
}
