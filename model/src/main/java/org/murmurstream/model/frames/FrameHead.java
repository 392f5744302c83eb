package org.murmurstream.model.frames;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Scalars;

/**
 * What an encoder's columns say of every frame (the phase of the heart cycle, whether an expert
 * could mark it, whether there is a murmur) and of the whole recording, as a function of
 * parameters.
 */
public final class FrameHead {

  /** Phases of the heart cycle: S1, systole, S2, diastole. */
  public static final int STATES = 4;

  /** Logits per frame: the states, annotatable, murmur. */
  public static final int OUTPUTS = STATES + 2;

  /** The classes of the recording, in the order of {@link MurmurClass}. */
  public static final int CLASSES = MurmurClass.values().length;

  /** Figures of the frames that go into the recording's answer. */
  static final int SUMMARIES = 3;

  private static final int SYSTOLE = 1;

  /** Brings shares of frames to the scale of the other inputs. */
  private static final double SHARE_SCALE = 4;

  private static final double NO_SYSTOLE = 1e-6;

  private final FrameHeadConfig config;
  private final Parameters parameters;

  /**
   * @param parameters at least the tensors of {@link FrameHeadWeights#shapes}
   */
  public FrameHead(FrameHeadConfig config, Parameters parameters) {
    this.config = config;
    this.parameters = parameters;
  }

  /**
   * Logits, in the manager of the input.
   *
   * @param states {@code [batch, frames, STATES]}
   * @param annotatable {@code [batch, frames]}
   * @param murmur {@code [batch, frames]}
   * @param recording {@code [batch, classes]}
   * @param mean not a logit: the mean column, {@code [batch, features]}
   */
  public record Output(
      NDArray states, NDArray annotatable, NDArray murmur, NDArray recording, NDArray mean) {}

  /**
   * One forward pass.
   *
   * @param columns {@code [batch, columns, features]}
   * @param training whether activations are dropped
   */
  public Output forward(NDArray columns, boolean training) {
    long batch = columns.getShape().get(0);
    long frames = columns.getShape().get(1) * config.framesPerColumn();
    NDArray dropped = drop(columns, training);
    NDList outputs =
        linear(dropped, "head.frames")
            .reshape(batch, frames, OUTPUTS)
            .split(new long[] {STATES, STATES + 1}, 2);
    NDArray states = outputs.get(0);
    NDArray annotatable = outputs.get(1).squeeze(2);
    NDArray murmur = outputs.get(2).squeeze(2);

    NDArray attention = linear(columns, "head.pool").softmax(1);
    NDArray pooled =
        attention.transpose(0, 2, 1).matMul(columns).reshape(batch, -1); // pools one after another
    NDArray mean = columns.mean(new int[] {1});
    NDArray features = NDArrays.concat(new NDList(mean, pooled), 1);
    NDArray summary = summaries(states, annotatable, murmur);
    NDArray all = NDArrays.concat(new NDList(drop(features, training), summary), 1);
    return new Output(states, annotatable, murmur, linear(all, "head.recording"), mean);
  }

  /**
   * The murmur in clear systole, how much is clear, how sure the phases are: {@code [batch, 3]}.
   */
  private static NDArray summaries(NDArray states, NDArray annotatable, NDArray murmur) {
    NDArray phases = states.softmax(2);
    NDArray clear = Activation.sigmoid(annotatable);
    int[] frames = {1};
    NDArray systole =
        phases.split(new long[] {SYSTOLE, SYSTOLE + 1}, 2).get(1).squeeze(2).mul(clear);
    NDArray inSystole = murmur.mul(systole).sum(frames).div(systole.sum(frames).add(NO_SYSTOLE));
    NDArray scale = Scalars.like(clear, SHARE_SCALE);
    NDArray clearShare = clear.mean(frames).mul(scale);
    NDArray sureness = phases.max(new int[] {2}).mean(frames).mul(scale);
    return NDArrays.stack(new NDList(inSystole, clearShare, sureness), 1);
  }

  private NDArray drop(NDArray input, boolean training) {
    return training && config.dropout() > 0
        ? Dropout.dropout(input, (float) config.dropout(), true).singletonOrThrow()
        : input;
  }

  private NDArray linear(NDArray input, String name) {
    return Linear.linear(input, parameters.get(name + ".weight"), parameters.get(name + ".bias"))
        .singletonOrThrow();
  }
}
