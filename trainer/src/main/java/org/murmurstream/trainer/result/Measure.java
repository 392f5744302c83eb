package org.murmurstream.trainer.result;

import java.util.List;
import org.murmurstream.core.MurmurClass;

/** What is measured of decisions on patients. Defined in {@code docs/evaluation.md}. */
public enum Measure {
  WEIGHTED_ACCURACY("W.acc"),
  UNWEIGHTED_AVERAGE_RECALL("UAR"),
  RECALL_PRESENT("recall Present"),
  RECALL_UNKNOWN("recall Unknown"),
  RECALL_ABSENT("recall Absent"),
  ACCURACY("accuracy"),
  F_MEASURE("F-measure"),
  AUROC_PRESENT("AUROC Present"),
  AUROC_UNKNOWN("AUROC Unknown"),
  AUROC_ABSENT("AUROC Absent"),
  AUPRC_PRESENT("AUPRC Present"),
  AUPRC_UNKNOWN("AUPRC Unknown"),
  AUPRC_ABSENT("AUPRC Absent"),
  CALIBRATION_ERROR("calibration error"),
  BRIER_SCORE("Brier score"),
  LOG_LOSS("log loss");

  private final String title;

  Measure(String title) {
    this.title = title;
  }

  /** For people, and for keys in files. */
  public String title() {
    return title;
  }

  /** Of some patients; NaN where it is not defined. */
  public double of(List<ScoredPatient> patients) {
    var figures = new Figures(patients);
    return switch (this) {
      case WEIGHTED_ACCURACY -> figures.confusion().weightedAccuracy();
      case UNWEIGHTED_AVERAGE_RECALL -> figures.confusion().unweightedAverageRecall();
      case RECALL_PRESENT -> figures.confusion().recall(MurmurClass.PRESENT);
      case RECALL_UNKNOWN -> figures.confusion().recall(MurmurClass.UNKNOWN);
      case RECALL_ABSENT -> figures.confusion().recall(MurmurClass.ABSENT);
      case ACCURACY -> figures.confusion().accuracy();
      case F_MEASURE -> figures.confusion().fMeasure();
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
}
