package org.murmurstream.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.bundle.UntrainedBundle;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.sites.ClassifierConfig;

/** A bundle as heavy as the official M2D, and that has learnt nothing. */
public final class VitBase {

  private static final long SEED = 1;

  private VitBase() {}

  /** Writes it to a folder that is not there yet, which it returns. */
  public static Path write(Path folder) {
    Encoder encoder = Encoder.seeded(FrontEndConfig.M2D_16K, M2dConfig.VIT_BASE, SEED);
    UntrainedBundle.around(
            "vit-base",
            encoder,
            ClassifierConfig.standard(encoder.config().embeddingWidth()),
            SEED,
            JsonNodeFactory.instance.objectNode(),
            "Random weights, to measure what they cost. Its verdicts mean nothing.\n")
        .save(folder);
    return folder;
  }
}
