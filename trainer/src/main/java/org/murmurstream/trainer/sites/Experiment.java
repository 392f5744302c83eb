package org.murmurstream.trainer.sites;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.murmurstream.core.Pcm;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.data.split.Split;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.EncoderRunner;
import org.murmurstream.model.encoder.WindowPlan;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.trainer.encoder.FoldEncoders;
import org.murmurstream.trainer.frames.FeatureStore;
import org.murmurstream.trainer.frames.FrameDataSet;
import org.murmurstream.trainer.replay.SiteEmbeddings;

/** Patients, encoders and splits, put together fold by fold with one fold in memory at a time. */
public final class Experiment {

  private final ExamSource source;
  private final FoldEncoders backbones;
  private final EmbeddingExtent hearing;
  private final Stores stores;
  private final TorchOptions torch;

  /**
   * Where things are kept for the next time.
   *
   * @param dataSet folder of the data set, which may hold embeddings of whole recordings
   * @param embeddings folder of embeddings
   * @param spectrograms folder of spectrograms, if they are to be kept
   */
  public record Stores(Path dataSet, Path embeddings, Optional<Path> spectrograms) {}

  /**
   * @param hearing what of a recording is embedded
   */
  public Experiment(
      ExamSource source,
      FoldEncoders backbones,
      EmbeddingExtent hearing,
      Stores stores,
      TorchOptions torch) {
    this.source = source;
    this.backbones = backbones;
    this.hearing = hearing;
    this.stores = stores;
    this.torch = torch;
  }

  /** What is done with a fold. */
  @FunctionalInterface
  public interface FoldTask {
    void run(Fold fold) throws IOException;
  }

  /**
   * Embeds all patients by the encoder of each split, and does something with them.
   *
   * @param splits one for each fold
   */
  public void forEachFold(
      List<LabelledPatient> patients,
      List<Split> splits,
      FrameDataSet.Progress progress,
      FoldTask task)
      throws IOException {
    Encoder previous = null;
    List<EmbeddedPatient> embedded = null;
    for (int number = 0; number < splits.size(); number++) {
      Encoder backbone = backbones.of(number);
      if (previous == null || !previous.digest().equals(backbone.digest())) {
        embedded = embed(backbone, patients, progress);
        previous = backbone;
      }
      task.run(new Fold(number, splits.get(number), backbone, hearing, embedded));
    }
  }

  private List<EmbeddedPatient> embed(
      Encoder backbone, List<LabelledPatient> patients, FrameDataSet.Progress progress)
      throws IOException {
    return switch (hearing) {
      case WINDOWS -> embedWindows(backbone, patients, progress);
      case RECORDINGS -> embedRecordings(backbone, patients, progress);
    };
  }

  private List<EmbeddedPatient> embedRecordings(
      Encoder backbone, List<LabelledPatient> patients, FrameDataSet.Progress progress)
      throws IOException {
    try (EncoderRunner encoder = EncoderRunner.open(backbone, torch)) {
      var store =
          new EmbeddingStore(
              stores.embeddings(),
              backbone,
              "whole recordings",
              recording -> List.of(encoder.embed(List.of(recording)).get(0).clip()));
      var replayed =
          SiteEmbeddings.of(
              stores.dataSet(), backbone.digest(), backbone.config().embeddingWidth());
      return EmbeddedPatients.embed(source, patients, replayed::ofPatient, store, progress);
    }
  }

  private List<EmbeddedPatient> embedWindows(
      Encoder backbone, List<LabelledPatient> patients, FrameDataSet.Progress progress)
      throws IOException {
    WindowPlan plan = WindowPlan.STANDARD;
    try (FrontEnd frontEnd = FrontEnd.open(backbone.frontEnd(), torch);
        EncoderRunner encoder = EncoderRunner.open(backbone, torch)) {
      Function<Pcm, Spectrogram> spectrograms = spectrograms(frontEnd);
      var store =
          new EmbeddingStore(
              stores.embeddings(),
              backbone,
              plan.toString(),
              recording -> encoder.windows(spectrograms.apply(recording), plan));
      return EmbeddedPatients.embed(source, patients, id -> Map.of(), store, progress);
    }
  }

  private Function<Pcm, Spectrogram> spectrograms(FrontEnd frontEnd) throws IOException {
    if (stores.spectrograms().isEmpty()) {
      return frontEnd::spectrogram;
    }
    return new FeatureStore(stores.spectrograms().get(), frontEnd)::spectrogram;
  }
}
