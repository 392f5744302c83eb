package org.murmurstream.trainer.sites;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.data.split.Folds;
import org.murmurstream.data.split.Split;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.trainer.learning.ClassifierLossConfig;

/** Patients whose embeddings are made up: each class has a feature of its own. */
final class ToyPatients {

  static final M2dConfig ENCODER = new M2dConfig(16, 16, 16, 16, 12, 1, 1, 1, 1e-6);

  static final Encoder BACKBONE = Encoder.seeded(FrontEndConfig.M2D_16K.withBands(16), ENCODER, 1);

  private static final List<MurmurClass> CLASSES = List.of(MurmurClass.values());

  private ToyPatients() {}

  /**
   * Patients of the three classes in turn, with three windows at two sites each.
   *
   * @param separation how far the classes are apart, in deviations of the noise
   */
  static List<EmbeddedPatient> draw(int count, double separation) {
    var random = new Random(1);
    var patients = new ArrayList<EmbeddedPatient>();
    for (int i = 0; i < count; i++) {
      MurmurClass label = CLASSES.get(i % 3);
      var patient = new LabelledPatient("p" + i, "p" + i, label);
      patients.add(
          new EmbeddedPatient(
              patient,
              List.of(
                  recording(AuscultationSite.AV, label, separation, random),
                  recording(AuscultationSite.MV, label, separation, random))));
    }
    return patients;
  }

  /** The first of two folds. */
  static Fold fold(List<EmbeddedPatient> patients) {
    List<LabelledPatient> who = patients.stream().map(EmbeddedPatient::patient).toList();
    Split split = Split.ofFolds(who, Folds.draw(who, 2, 1), 3, 1, false).get(0);
    return new Fold(0, split, BACKBONE, EmbeddingExtent.WINDOWS, patients);
  }

  /** Of a classifier small enough for tests. */
  static ClassifierSettings settings(int epochs, double learningRate) {
    return new ClassifierSettings(
        epochs,
        4,
        8,
        learningRate,
        1,
        0.01,
        1.5,
        ClassifierLossConfig.Focus.EACH_HEAD,
        0.1,
        0.3,
        List.of(),
        true,
        new ClassifierSettings.Shape(3, 16, 1, 16, 0.1));
  }

  private static EmbeddedPatient.Recording recording(
      AuscultationSite site, MurmurClass label, double separation, Random random) {
    var windows = new ArrayList<float[]>();
    for (int window = 0; window < 3; window++) {
      var embedding = new float[ENCODER.embeddingWidth()];
      for (int i = 0; i < embedding.length; i++) {
        embedding[i] = (float) random.nextGaussian();
      }
      embedding[CLASSES.indexOf(label)] += (float) separation;
      windows.add(embedding);
    }
    return new EmbeddedPatient.Recording(site, windows);
  }
}
