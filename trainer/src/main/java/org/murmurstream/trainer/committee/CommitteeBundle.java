package org.murmurstream.trainer.committee;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.QualityThresholds;
import org.murmurstream.model.bundle.BundleConfig;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.ear.CommitteeConfig;
import org.murmurstream.model.frames.FrameNetworkConfig;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.frames.FinishedRun;
import org.murmurstream.trainer.frames.FrameSettings;
import org.murmurstream.trainer.run.CodeVersion;

/** Makes a model bundle of what a cross-validation has learnt. */
public final class CommitteeBundle {

  private static final ObjectMapper JSON = new ObjectMapper();

  private CommitteeBundle() {}

  /**
   * Puts a bundle together: in each fold the networks of all runs, and what was fitted on them.
   *
   * @param name of the model
   * @param runs over the same folds, at least one
   * @param decision fitted on the outputs of exactly these runs
   * @param sections Markdown to go into the model card, one after the other
   * @throws UserException if the decision was fitted on other networks, or the parts make no bundle
   */
  public static ModelBundle of(
      String name, List<FinishedRun> runs, FittedDecision decision, List<String> sections)
      throws IOException {
    requireFitted(runs, decision);
    List<Integer> folds = IntStream.range(0, runs.get(0).folds().count()).boxed().toList();
    return of(
        name,
        runs,
        decision,
        folds,
        decision.decision(),
        ModelCard.text(name, runs, decision, sections));
  }

  /**
   * A bundle for those who were held out in a fold: its networks and beat classifier, and the
   * decision that was fitted on the patients of the other folds.
   *
   * @throws UserException if there is no such decision, or it was fitted on other networks
   */
  public static ModelBundle ofFold(
      String name, List<FinishedRun> runs, FittedDecision decision, int fold) throws IOException {
    requireFitted(runs, decision);
    if (decision.heldOut().isEmpty()) {
      throw new UserException(
          "the decision was judged in folds of its own, so nobody was held out of networks and"
              + " decision alike; let 'murmur decide' fit it without --decision-folds");
    }
    return of(
        name,
        runs,
        decision,
        List.of(fold),
        decision.heldOut().get(fold),
        "Decides on the patients held out in fold %d.%n".formatted(fold));
  }

  private static ModelBundle of(
      String name,
      List<FinishedRun> runs,
      FittedDecision decision,
      List<Integer> folds,
      DecisionFit fit,
      String card)
      throws IOException {
    var members = new ArrayList<CommitteeConfig.Member>();
    var weights = new LinkedHashMap<String, Map<String, Tensor>>();
    for (int fold : folds) {
      int member = members.size();
      var networks = new ArrayList<FrameNetworkConfig>();
      for (FinishedRun run : runs) {
        weights.put(CommitteeConfig.network(member, networks.size()), run.fold(fold).weights());
        networks.add(run.fold(fold).network());
      }
      weights.put(CommitteeConfig.beats(member), decision.beats().get(fold));
      members.add(new CommitteeConfig.Member(networks));
    }
    weights.put(CommitteeConfig.DECISION, fit.clean().tensors());
    weights.put(CommitteeConfig.FLAGGED_DECISION, fit.flagged().tensors());
    try {
      var config =
          new BundleConfig(
              BundleConfig.FORMAT_VERSION,
              name,
              true,
              FrameSettings.FRONT_END,
              new CommitteeConfig(members, fit.scrutiny()),
              QualityThresholds.DEFAULT,
              decision.record().rule(),
              decision.record().doubts(),
              DataStatement.of(runs).limits(),
              lineage(runs, decision));
      return ModelBundle.of(config, weights, card);
    } catch (IllegalArgumentException e) {
      throw new UserException("no bundle can be made of these runs: " + e.getMessage(), e);
    }
  }

  /** A decision that was fitted on other outputs would be given what it does not know. */
  private static void requireFitted(List<FinishedRun> runs, FittedDecision decision)
      throws IOException {
    List<List<String>> fitted = decision.record().networks();
    for (int fold = 0; fold < runs.get(0).folds().count(); fold++) {
      var networks = new ArrayList<String>();
      for (FinishedRun run : runs) {
        networks.add(run.fold(fold).digest());
      }
      if (fold >= fitted.size() || !fitted.get(fold).equals(networks)) {
        throw new UserException(
            "the decision was fitted on other networks than those of fold %d of these runs; let"
                    .formatted(fold)
                + " 'murmur decide' fit it on the same runs, in the same order");
      }
    }
  }

  private static ObjectNode lineage(List<FinishedRun> runs, FittedDecision decision)
      throws IOException {
    ObjectNode lineage = JSON.createObjectNode();
    lineage.put("code", CodeVersion.ofThisProgram());
    lineage.put("foldsSha256", runs.get(0).foldsDigest());
    ArrayNode all = lineage.putArray("runs");
    for (FinishedRun run : runs) {
      ObjectNode one = all.addObject();
      one.set("settings", JSON.valueToTree(run.record()));
      one.set("training", run.fold(0).config());
      one.set("metrics", run.metrics());
    }
    lineage.set("decision", JSON.valueToTree(decision.record()));
    return lineage;
  }
}
