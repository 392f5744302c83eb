package org.murmurstream.kafka.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.Ruling;
import org.murmurstream.core.Verdict;
import org.murmurstream.core.exam.Exam;
import org.murmurstream.core.exam.ExamEvidence;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.core.exam.Recording;
import org.murmurstream.core.exam.RecordingId;

/** Answers to an exam of one recording at the mitral valve, at 1 kHz. */
public final class Predictions {

  public static final List<String> LIMITS = List.of("Diastolic murmurs are not heard.");

  private static final String DIGEST = "0123456789abcdef".repeat(4);
  private static final int SAMPLE_RATE_HZ = 1000;

  private Predictions() {}

  /** An answer with a verdict. */
  public static Prediction decided(Probabilities probabilities, Ruling ruling) {
    var verdict =
        new Verdict(probabilities, Map.of(), ruling.cautions(probabilities), ruling, LIMITS);
    return prediction(Set.of(), Optional.of(verdict));
  }

  /** An answer without one. */
  public static Prediction undecided(Caution why) {
    return prediction(Set.of(why), Optional.empty());
  }

  private static Prediction prediction(Set<Caution> cautions, Optional<Verdict> verdict) {
    var recordings = new TreeMap<RecordingId, Recording>();
    recordings.put(
        new RecordingId(AuscultationSite.MV, 0),
        new Recording(SAMPLE_RATE_HZ, OptionalInt.of(0), 1, 0, 0, Recording.Stage.HEARD));
    var site =
        new ExamEvidence.Site(
            AuscultationSite.MV, true, 1, Optional.empty(), Optional.empty(), cautions);
    var model = new ModelIdentity("heart", DIGEST, DIGEST, true);
    return new Prediction(
        new Exam(
            "p1",
            "e1",
            "d1",
            Exam.Phase.ANSWERED,
            Map.of(),
            recordings,
            Optional.of(model),
            1,
            0,
            new Exam.Source(0, 0, 0, 0, 0),
            0,
            0,
            0),
        new ExamEvidence(List.of(site), false),
        verdict,
        model,
        0);
  }
}
