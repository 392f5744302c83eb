package org.murmurstream.trainer.learning;

import java.util.Map;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.encoder.m2d.EncoderConfig;
import org.murmurstream.model.encoder.m2d.M2dEncoder;
import org.murmurstream.model.encoder.m2d.WindowEncoder;
import org.murmurstream.model.encoder.m2d.WindowPlan;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.frames.FrameHeadConfig;
import org.murmurstream.model.frames.FrameListener;
import org.murmurstream.model.tensor.Tensor;

/** Opens what training needs for modules that do not know DJL. Starts PyTorch if need be. */
public final class Training {

  private Training() {}

  public static FrontEnd frontEnd(FrontEndConfig config, TorchOptions options) {
    return new FrontEnd(config, Torch.start(options));
  }

  public static FrameLearner frameLearner(
      FrameTraining config, LearnerState start, long seed, TorchOptions options) {
    return new FrameLearner(config, start, seed, Torch.start(options));
  }

  public static PretrainingLearner pretrainingLearner(
      PretrainingConfig config, LearnerState start, long seed, TorchOptions options) {
    return new PretrainingLearner(
        config.encoder(),
        config.decoder(),
        config.optimiser(),
        config.targetDecay(),
        start,
        seed,
        Torch.start(options));
  }

  public static FrameListener frameListener(
      EncoderConfig encoder,
      FrameHeadConfig head,
      Map<String, Tensor> weights,
      TorchOptions options) {
    return new FrameListener(encoder, head, weights, Torch.start(options));
  }

  public static M2dEncoder encoder(
      FrontEndConfig frontEnd,
      EncoderConfig encoder,
      Map<String, Tensor> weights,
      TorchOptions options) {
    return new M2dEncoder(frontEnd, encoder, weights, Torch.start(options));
  }

  public static WindowEncoder windowEncoder(
      FrontEndConfig frontEnd,
      EncoderConfig encoder,
      WindowPlan plan,
      Map<String, Tensor> weights,
      TorchOptions options) {
    return new WindowEncoder(frontEnd, encoder, plan, weights, Torch.start(options));
  }

  public static ClassifierLearner classifierLearner(
      ClassifierTraining config, LearnerState start, long seed, TorchOptions options) {
    return new ClassifierLearner(config, start, seed, Torch.start(options));
  }

  public static SegmentLearner segmentLearner(
      SegmentTraining config, LearnerState start, long seed, TorchOptions options) {
    return new SegmentLearner(config, start, seed, Torch.start(options));
  }

  public static FineTuningLearner fineTuningLearner(
      FineTuningConfig config, LearnerState start, long seed, TorchOptions options) {
    return new FineTuningLearner(config, start, seed, Torch.start(options));
  }
}
