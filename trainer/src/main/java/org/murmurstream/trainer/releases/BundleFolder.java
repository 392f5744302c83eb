package org.murmurstream.trainer.releases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.UserException;
import org.murmurstream.model.bundle.BundleManifest;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.trainer.result.Measure;

/**
 * A model bundle as people look at it: what its small files say.
 *
 * @param folder where it is
 * @param manifest what they say
 */
public record BundleFolder(Path folder, BundleManifest manifest) {

  /** Share of right decisions, weighted as by the Challenge. */
  static final String WEIGHTED_ACCURACY = Measure.WACC.title();

  /** Unweighted average recall. */
  static final String UAR = Measure.UAR.title();

  /** Mean negative logarithm of the probability of what was found. */
  static final String LOG_LOSS = Measure.LOG_LOSS.title();

  /** Names of the scores on held-out patients by which models are compared. */
  static final List<String> HELD_OUT = List.of(WEIGHTED_ACCURACY, UAR, LOG_LOSS);

  private static final String METRICS = "metrics";
  private static final int SUM_SHOWN = 12;
  private static final List<String> INTERVAL = List.of("estimate", "low", "high");

  /** A longer list is shown entry by entry. */
  private static final int LONGEST_ROW = 60;

  /**
   * Reads what is small; the weights are neither read nor checked.
   *
   * @throws UserException if it is no bundle, or incomplete
   */
  public static BundleFolder open(Path folder) {
    return new BundleFolder(folder, BundleManifest.read(folder));
  }

  /**
   * Likewise, after every byte of the bundle was checked.
   *
   * @throws UserException if anything is wrong with it
   */
  public static BundleFolder verified(Path folder) {
    ModelIdentity identity = ModelBundle.load(folder).identity();
    BundleFolder opened = open(folder);
    if (!opened.identity().equals(identity)) {
      throw new UserException(
          "model bundle %s changed while it was read: bundles never change".formatted(folder));
    }
    return opened;
  }

  /** Who it claims to be. */
  public ModelIdentity identity() {
    return manifest.identity();
  }

  /** What people should know before they use the model, as Markdown. */
  public String card() {
    return manifest.card();
  }

  /**
   * The figures of its lineage: every number under {@code metrics}, by its path with dots, for
   * example {@code validation.wacc}; W.acc, UAR and log loss on held-out patients, as far as it
   * tells them; and of a single fold, W.acc and UAR of its test patients.
   */
  public SortedMap<String, Double> metrics() {
    var metrics = new TreeMap<String, Double>();
    flatten("", manifest.json().path("lineage").path(METRICS))
        .forEach(
            (name, value) -> {
              if (value.isNumber()) {
                metrics.put(name, value.doubleValue());
              }
            });
    for (String score : HELD_OUT) {
      JsonNode estimate = decision().path("scores").path(score).path("estimate");
      if (estimate.isNumber()) {
        metrics.put(score, estimate.doubleValue());
      }
    }
    for (Measure measure : List.of(Measure.WACC, Measure.UAR)) {
      JsonNode ofFold = manifest.json().path("lineage").path("test").path(measure.name());
      if (ofFold.isNumber()) {
        metrics.put("test " + measure.title(), ofFold.doubleValue());
      }
    }
    return metrics;
  }

  /** What its lineage tells of the decision on held-out patients; a missing node if nothing. */
  JsonNode decision() {
    return manifest.json().path("lineage").path("decision");
  }

  /**
   * Every value of its configuration by its path with dots, entries of long lists by their numbers,
   * a figure with its interval as one; and the sum of every file.
   */
  public SortedMap<String, String> facts() {
    var facts = new TreeMap<String, String>();
    flatten("", manifest.json()).forEach((name, value) -> facts.put(name, written(value)));
    manifest
        .checksums()
        .forEach((file, sum) -> facts.put("file " + file, sum.substring(0, SUM_SHOWN)));
    return facts;
  }

  private static SortedMap<String, JsonNode> flatten(String path, JsonNode node) {
    var flat = new TreeMap<String, JsonNode>();
    if (node.isArray() && node.toString().length() > LONGEST_ROW) {
      for (int i = 0; i < node.size(); i++) {
        flat.putAll(flatten(path + "[" + i + "]", node.get(i)));
      }
    } else if (isInterval(node)) {
      flat.put(
          path,
          TextNode.valueOf(
              String.format(
                  Locale.ROOT,
                  "%.3f [%.3f, %.3f]",
                  node.path("estimate").doubleValue(),
                  node.path("low").doubleValue(),
                  node.path("high").doubleValue())));
    } else if (node.isObject() && !node.isEmpty()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
        flat.putAll(flatten(name, field.getValue()));
      }
    } else if (!node.isMissingNode()) {
      flat.put(path, node);
    }
    return flat;
  }

  private static boolean isInterval(JsonNode node) {
    return node.size() == INTERVAL.size()
        && INTERVAL.stream().allMatch(name -> node.path(name).isNumber());
  }

  private static String written(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }
}
