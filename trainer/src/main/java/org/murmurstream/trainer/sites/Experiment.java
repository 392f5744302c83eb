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
import org.murmurstream.trainer.replay.SiteEmbeddings;
import org.murmurstream.trainer.run.ProgressWatch;

/** Patients, encoders and splits, put together fold by fold with one fold in memory at a time. */
public final class Experiment {

  private final ExamSource source;
  private final FoldEncoders backbones;
  private final EmbeddingExtent extent;
  private final Stores stores;
  private final TorchOptions torch;
  private final List<LabelledPatient> patients;
  private final List<Split> splits;
  private final ProgressWatch progress;
  private String embeddedBy = "";
  private List<EmbeddedPatient> embedded = List.of();

  /**
   * Where things are kept for the next time.
   *
   * @param dataSet folder of the data set, which may hold embeddings of whole recordings
   * @param embeddings folder of embeddings
   * @param spectrograms folder of spectrograms, if they are to be kept
   */
  public record Stores(Path dataSet, Path embeddings, Optional<Path> spectrograms) {}

  /**
   * @param extent what of a recording is embedded
   * @param patients of the source
   * @param splits one for each fold
   */
  public Experiment(
      ExamSource source,
      FoldEncoders backbones,
      EmbeddingExtent extent,
      Stores stores,
      TorchOptions torch,
      List<LabelledPatient> patients,
      List<Split> splits,
      ProgressWatch progress) {
    this.source = source;
    this.backbones = backbones;
    this.extent = extent;
    this.stores = stores;
    this.torch = torch;
    this.patients = patients;
    this.splits = splits;
    this.progress = progress;
  }

  /** How many folds there are. */
  public int folds() {
    return splits.size();
  }

  /** A fold, with all patients embedded by its encoder; at once if the last fold's was the same. */
  public Fold fold(int number) throws IOException {
    Encoder backbone = backbones.of(number);
    if (!embeddedBy.equals(backbone.digest())) {
      embedded = embed(backbone);
      embeddedBy = backbone.digest();
    }
    return new Fold(number, splits.get(number), backbone, extent, embedded);
  }

  private List<EmbeddedPatient> embed(Encoder backbone) throws IOException {
    return switch (extent) {
      case WINDOWS -> embedWindows(backbone);
      case RECORDINGS -> embedRecordings(backbone);
    };
  }

  private List<EmbeddedPatient> embedRecordings(Encoder backbone) throws IOException {
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

  private List<EmbeddedPatient> embedWindows(Encoder backbone) throws IOException {
    WindowPlan plan = WindowPlan.STANDARD;
    try (FrontEnd frontEnd = FrontEnd.open(backbone.frontEnd(), torch);
        EncoderRunner encoder = EncoderRunner.open(backbone, torch)) {
      Function<Pcm, Spectrogram> spectrograms = spectrograms(frontEnd);
      var store =
          new EmbeddingStore(
              stores.embeddings(),
              backbone,
              plan,
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
