package org.murmurstream.trainer.sites;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.metrics.Confusion;

/**
 * How good decisions on patients are.
 *
 * @param patients how many
 * @param values by measure
 */
public record Score(int patients, Map<Measure, Double> values) {

  public Score {
    values = new TreeMap<>(values);
  }

  /** What is measured; the names are those of {@code --metrics}. */
  public enum Measure {
    WACC("W.acc"),
    UAR("UAR"),
    RECALL_PRESENT("recall Present"),
    RECALL_UNKNOWN("recall Unknown"),
    RECALL_ABSENT("recall Absent"),
    ACCURACY("accuracy"),
    F("F");

    private final String title;

    Measure(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }

    double of(Confusion confusion) {
      return switch (this) {
        case WACC -> confusion.weightedAccuracy();
        case UAR -> confusion.unweightedAverageRecall();
        case RECALL_PRESENT -> confusion.recall(MurmurClass.PRESENT);
        case RECALL_UNKNOWN -> confusion.recall(MurmurClass.UNKNOWN);
        case RECALL_ABSENT -> confusion.recall(MurmurClass.ABSENT);
        case ACCURACY -> confusion.accuracy();
        case F -> confusion.fMeasure();
      };
    }
  }

  /** Scores predictions by their most likely class. */
  public static Score of(List<Prediction> predictions) {
    return of(
        predictions.stream().map(prediction -> prediction.patient().label()).toList(),
        predictions.stream().map(Prediction::decision).toList());
  }

  /** Scores decisions, one for each label. */
  public static Score of(List<MurmurClass> labels, List<MurmurClass> decisions) {
    Confusion confusion = Confusion.of(labels, decisions);
    var values = new TreeMap<Measure, Double>();
    for (Measure measure : Measure.values()) {
      values.put(measure, measure.of(confusion));
    }
    return new Score(labels.size(), values);
  }

  public double of(Measure measure) {
    return values.get(measure);
  }
}
