package org.murmurstream.trainer.committee;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.metrics.Bootstrap;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.frames.FinishedRun;
import org.murmurstream.trainer.frames.TrainedFold;
import org.murmurstream.trainer.run.RunRecord;

/** Writes down what people should know before they use a committee, from the runs' own figures. */
final class ModelCard {

  private static final Pattern TITLE = Pattern.compile("^# ", Pattern.MULTILINE);
  private static final Pattern HEADING = Pattern.compile("^#{1,5} ", Pattern.MULTILINE);

  private ModelCard() {}

  /**
   * The card as Markdown.
   *
   * @param sections Markdown that goes before the licence, one after the other; a title becomes a
   *     section
   */
  static String text(
      String name, List<FinishedRun> runs, FittedDecision decision, List<String> sections)
      throws IOException {
    var parts = new ArrayList<String>();
    parts.add(head(name));
    parts.add(what(runs, decision));
    parts.add(limits(DataStatement.of(runs)));
    if (decision.record().doubts() != null) {
      parts.add(care(decision.record().doubts()));
    }
    parts.add(recipe(runs));
    parts.add(figures(decision.record()));
    var data = DataStatement.of(runs);
    parts.add(failures(decision.record(), data));
    sections.forEach(section -> parts.add(below(section).strip() + "\n"));
    parts.add(data.origin(decision.record()));
    return String.join("\n", parts);
  }

  /** The headings of a document that has a title of its own, one level further down. */
  private static String below(String section) {
    return TITLE.matcher(section).find() ? HEADING.matcher(section).replaceAll("#$0") : section;
  }

  private static String head(String name) {
    return """
    # %s

    **Not a medical device.** This is research software. It has not been evaluated for clinical
    use, and no decision about a patient may rest on it.
    """
        .formatted(name);
  }

  private static String what(List<FinishedRun> runs, FittedDecision decision) throws IOException {
    M2dConfig encoder = M2dConfig.of(runs.get(0).fold(0).network().encoder());
    FrontEndConfig frontEnd = runs.get(0).fold(0).frontEnd();
    long parameters =
        runs.get(0).fold(0).weights().values().stream().mapToLong(ModelCard::size).sum();
    DecisionRule rule = decision.record().rule();
    return """
    ## What it is

    It says of a heart examination whether a murmur is Present, Absent, or the recordings do not
    allow a decision (Unknown). A committee of the %d folds of a cross-validation, %d network%s
    each: an M2D encoder (%d wide, %d deep, %d heads, %s positions; %d-Hz sound, %d bands from %.0f
    to %.0f Hz) with a frame head, %d thousand numbers, hears in every frame S1, systole, S2 or
    diastole, whether an expert could mark it, and whether there is a murmur. The recording is
    cut into heart beats; trees tell from systole against diastole whether a murmur is heard;
    a logistic regression decides on the patient from the recordings of all sites. Each fold
    decides by itself, and the probabilities of the folds are averaged.

    Decision rule: %s.
    """
        .formatted(
            runs.get(0).folds().count(),
            runs.size(),
            runs.size() == 1 ? "" : "s",
            encoder.width(),
            encoder.depth(),
            encoder.heads(),
            encoder.positions().name().toLowerCase(Locale.ROOT).replace('_', '-'),
            frontEnd.sampleRateHz(),
            frontEnd.bands(),
            frontEnd.minHz(),
            frontEnd.maxHz(),
            parameters / 1000,
            rule(rule));
  }

  private static String limits(DataStatement data) {
    return data.limits().stream()
        .map(sentence -> "* " + sentence + "\n")
        .collect(Collectors.joining("", "## What a verdict does not say\n\n", ""));
  }

  private static String care(Doubts doubts) {
    return """
    ## Where the sound calls for care

    Silence is cut out, dropouts are masked, what lies outside the band is taken away and the rest is
    brought to one level before anything is listened to. Of each patient's sound it is then asked
    whether it is like that of the training. Four flags say where it is not, each with the figures
    that raised it: UNFAMILIAR_SOUND (another colour, as through another stethoscope), COARSE_SOUND
    (few steps of its samples), SHORT_SOUND (little left to hear) and DROPOUTS. Where one of the first
    three is raised, a second regression speaks, which was fitted on distorted recordings as well, and

    * Absent through unfamiliar sound becomes Unknown: always by the policy `strict`, below a
      probability of %s by `confident`, which is for those who have validated their stethoscope.
      This bundle's own policy is `%s`; configuration may choose the other.
    * Absent through coarse sound becomes Unknown below a probability of %s.
    * Present with little left to hear becomes Unknown below a probability of %s.

    A sample rate that cannot carry the band is refused (NARROW_BAND). Every prediction carries the
    flags, the regression that spoke, the weights and these limits, so that its verdict can be
    computed from it alone.
    """
        .formatted(
            number(doubts.leastAbsent()),
            doubts.policy().name().toLowerCase(Locale.ROOT),
            number(doubts.leastAbsent()),
            number(doubts.leastPresent()));
  }

  private static String rule(DecisionRule rule) {
    boolean challenge =
        rule.presentWeight() == 5 && rule.unknownWeight() == 3 && rule.absentWeight() == 1;
    return """
    the class of highest probability times weight; Present weighs %s, Unknown %s, Absent %s%s"""
        .formatted(
            number(rule.presentWeight()),
            number(rule.unknownWeight()),
            number(rule.absentWeight()),
            challenge ? ",\nwhich are the weights of the PhysioNet Challenge 2022" : "");
  }

  private static String recipe(List<FinishedRun> runs) {
    var text = new StringBuilder("## Recipe\n\n");
    text.append("| run | code | seed | epochs | batch | learning rate | columns kept |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    for (int i = 0; i < runs.size(); i++) {
      RunRecord.OnFrames run = runs.get(i).frames();
      TrainedFold fold = runs.get(i).fold(0);
      text.append(
          "| %d | %s | %d | %d | %d | %s | %d of %d |\n"
              .formatted(
                  i + 1,
                  runs.get(i).record().code(),
                  run.seed(),
                  run.epochs(),
                  run.batchSize(),
                  run.learningRate(),
                  fold.keptColumns(),
                  M2dConfig.of(fold.network().encoder()).gridColumns()));
    }
    text.append(starts(runs));
    text.append(
        "\n`lineage` in `bundle.json` holds all settings of the runs and the digests of data and folds.\n");
    return text.toString();
  }

  /** What encoders had learnt from before, without labels: held-out patients may be among it. */
  private static String starts(List<FinishedRun> runs) {
    var text = new StringBuilder();
    for (int i = 0; i < runs.size(); i++) {
      int run = i + 1;
      runs.get(i)
          .fold(0)
          .networksFrom()
          .ifPresent(
              sha256 ->
                  text.append(
                      """

                      The networks of run %d went on from networks that had been trained before, that of fold 0
                      from `%s` (SHA-256).
                      """
                          .formatted(run, sha256)));
      for (int fold = 0; fold < runs.get(i).folds().count(); fold++) {
        Optional<TrainedFold.Start> start = runs.get(i).fold(fold).start();
        if (start.isPresent()) {
          text.append(start(start.get(), i + 1, fold));
        }
      }
    }
    return text.toString();
  }

  private static String start(TrainedFold.Start start, int run, int fold) {
    return "\nThe encoder of run %d, fold %d, started from the %s `%s` (SHA-256 `%s`), which had heard %s recordings without labels; the patients held out in this fold %s.\n"
        .formatted(
            run,
            fold,
            start.kind(),
            start.name(),
            start.sha256(),
            start.heard() == null ? "an unknown number of" : start.heard().recordings(),
            start.excludes(fold) ? "were not among them" : "may have been among them");
  }

  private static String figures(DecisionRecord record) {
    var text = new StringBuilder();
    text.append(
        """
        ## How good it is

        By cross-validation over %d patients, grouped by person: every patient is decided by
        networks, trees and a regression that never saw them. Intervals are 95 %% bootstrap
        intervals over persons. The figures are those of one fold's members deciding alone; a new
        patient is decided by the mean of all folds, which cross-validation cannot measure.

        | score | estimate | interval |
        |---|---|---|
        """
            .formatted(record.patients()));
    record
        .scores()
        .forEach(
            (name, interval) ->
                text.append(
                    "| %s | %s | %s to %s |\n"
                        .formatted(
                            name,
                            three(interval.estimate()),
                            three(interval.low()),
                            three(interval.high()))));
    text.append("\n| decided \\ found | Present | Unknown | Absent |\n|---|---|---|---|\n");
    for (MurmurClass decided : MurmurClass.values()) {
      text.append("| ").append(decided.word());
      for (MurmurClass found : MurmurClass.values()) {
        text.append(" | ").append(record.count(decided, found));
      }
      text.append(" |\n");
    }
    return text.toString();
  }

  private static String failures(DecisionRecord record, DataStatement data) {
    int present = record.found(MurmurClass.PRESENT);
    int absent = record.found(MurmurClass.ABSENT);
    int unknown = record.found(MurmurClass.UNKNOWN);
    Bootstrap.Interval recallOfUnknown = record.scores().get("recall UNKNOWN");
    return """
    ## Where it fails

    * **Murmurs missed**: %s of the %d patients with a murmur are called Absent, %s Unknown.
    * **False alarms**: %s of the %d patients without a murmur are called Present. Of those called
      Present, %s have no murmur; where murmurs are rarer than here, more.
    * **Poor recordings taken for good**: %s of the %d patients whose recordings allowed experts no
      decision are called Unknown (interval of the recall: %s to %s); %s of them are called Absent.
    %s* **A verdict is not a diagnosis**: it does not tell an innocent murmur from a sick heart.
    """
        .formatted(
            record.count(MurmurClass.ABSENT, MurmurClass.PRESENT),
            present,
            record.count(MurmurClass.UNKNOWN, MurmurClass.PRESENT),
            record.count(MurmurClass.PRESENT, MurmurClass.ABSENT),
            absent,
            share(
                record.count(MurmurClass.PRESENT, MurmurClass.ABSENT),
                record.confusion().get(MurmurClass.PRESENT).values().stream()
                    .mapToInt(Integer::intValue)
                    .sum()),
            record.count(MurmurClass.UNKNOWN, MurmurClass.UNKNOWN),
            unknown,
            three(recallOfUnknown.low()),
            three(recallOfUnknown.high()),
            record.count(MurmurClass.ABSENT, MurmurClass.UNKNOWN),
            data.heard());
  }

  private static long size(Tensor tensor) {
    return tensor.data().length;
  }

  private static String share(int part, int whole) {
    return "%d of %d".formatted(part, whole);
  }

  private static String three(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
