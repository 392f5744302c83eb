package org.murmurstream.trainer.sites;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.model.sites.DecisionRule;

/**
 * What a classifier says of a patient it was not trained on.
 *
 * @param patient who, and the label
 * @param fold in which the patient is judged
 * @param probabilities the answer
 */
public record Prediction(LabelledPatient patient, int fold, Probabilities probabilities) {

  private static final String TITLES = "patient_id,fold,label,p_present,p_unknown,p_absent,murmur";

  /** The most likely class: weights of classes were applied in training. */
  public MurmurClass decision() {
    return DecisionRule.MOST_LIKELY.decide(probabilities);
  }

  /** Writes predictions as CSV, sorted by patient; {@code murmur evaluate} can read it. */
  public static void write(Path file, List<Prediction> predictions) throws IOException {
    var lines = new ArrayList<String>();
    lines.add(TITLES);
    predictions.stream()
        .sorted(Comparator.comparing(prediction -> prediction.patient().patientId()))
        .forEach(
            prediction ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "%s,%d,%s,%.6f,%.6f,%.6f,%s",
                        prediction.patient().patientId(),
                        prediction.fold(),
                        prediction.patient().label(),
                        prediction.probabilities().present(),
                        prediction.probabilities().unknown(),
                        prediction.probabilities().absent(),
                        prediction.decision())));
    Files.write(file, lines);
  }

  /** Of a patient: only the answer is ever printed. */
  @Override
  public String toString() {
    return "Prediction[fold " + fold + ", " + probabilities + "]";
  }
}
