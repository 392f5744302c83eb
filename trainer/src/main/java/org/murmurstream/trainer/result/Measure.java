package org.murmurstream.trainer.result;

import java.util.List;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.metrics.Bootstrap;

/**
 * What is measured of decisions on patients, defined in {@code docs/evaluation.md}. The names are
 * those of {@code --metrics} and of keys in files.
 */
public enum Measure {
  WACC("W.acc"),
  UAR("UAR"),
  RECALL_PRESENT("recall Present"),
  RECALL_UNKNOWN("recall Unknown"),
  RECALL_ABSENT("recall Absent"),
  ACCURACY("accuracy"),
  F("F-measure"),
  AUROC_PRESENT("AUROC Present"),
  AUROC_UNKNOWN("AUROC Unknown"),
  AUROC_ABSENT("AUROC Absent"),
  AUPRC_PRESENT("AUPRC Present"),
  AUPRC_UNKNOWN("AUPRC Unknown"),
  AUPRC_ABSENT("AUPRC Absent"),
  CALIBRATION_ERROR("calibration error"),
  BRIER_SCORE("Brier score"),
  LOG_LOSS("log loss");

  /** What follows from the decisions alone, whatever the probabilities. */
  public static final List<Measure> OF_DECISIONS =
      List.of(WACC, UAR, RECALL_PRESENT, RECALL_UNKNOWN, RECALL_ABSENT, ACCURACY, F);

  private final String title;

  Measure(String title) {
    this.title = title;
  }

  /** For people, and for keys in reports. */
  public String title() {
    return title;
  }

  /** Of some patients; NaN where it is not defined. */
  public double of(List<ScoredPatient> patients) {
    var figures = new Figures(patients);
    return switch (this) {
      case WACC -> figures.confusion().weightedAccuracy();
      case UAR -> figures.confusion().unweightedAverageRecall();
      case RECALL_PRESENT -> figures.confusion().recall(MurmurClass.PRESENT);
      case RECALL_UNKNOWN -> figures.confusion().recall(MurmurClass.UNKNOWN);
      case RECALL_ABSENT -> figures.confusion().recall(MurmurClass.ABSENT);
      case ACCURACY -> figures.confusion().accuracy();
      case F -> figures.confusion().fMeasure();
      case AUROC_PRESENT -> figures.auroc(MurmurClass.PRESENT);
      case AUROC_UNKNOWN -> figures.auroc(MurmurClass.UNKNOWN);
      case AUROC_ABSENT -> figures.auroc(MurmurClass.ABSENT);
      case AUPRC_PRESENT -> figures.auprc(MurmurClass.PRESENT);
      case AUPRC_UNKNOWN -> figures.auprc(MurmurClass.UNKNOWN);
      case AUPRC_ABSENT -> figures.auprc(MurmurClass.ABSENT);
      case CALIBRATION_ERROR -> figures.calibration().expectedError();
      case BRIER_SCORE -> figures.brierScore();
      case LOG_LOSS -> figures.logLoss();
    };
  }

  /**
   * Of some patients, with what it would be if others had come. Subjects are drawn, not patient
   * ids; which ones depends on the order of the patients.
   *
   * @param patients at least one
   */
  public Bootstrap.Interval interval(List<ScoredPatient> patients) {
    return Bootstrap.STANDARD.interval(patients, ScoredPatient::subject, this::of);
  }
}
