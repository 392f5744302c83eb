package org.murmurstream.model.encoder.m2d;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Map;
import java.util.Set;
import org.murmurstream.core.UserException;
import org.murmurstream.model.encoder.EncoderConfig;
import org.murmurstream.model.encoder.EncoderNetwork;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Tensor;

/**
 * Geometry of an M2D encoder: a vision transformer over the patches of a log-mel spectrogram.
 *
 * @param stem how patches become tokens
 * @param positions how the encoder knows where a token stands
 * @param bands mel bands of the input, a multiple of {@code patchBands}
 * @param frames frames the encoder takes at a time; longer recordings are cut into chunks of so
 *     many
 * @param patchBands mel bands per patch
 * @param patchFrames frames per patch, at most {@code frames}
 * @param width length of a token, a multiple of 4 (for the position table) and of {@code heads}
 * @param depth number of transformer blocks
 * @param heads attention heads per block
 * @param mlpRatio width of a block's hidden layer, in token widths
 * @param layerNormEps added to the variance in every layer normalisation, above 0
 */
public record M2dConfig(
    Stem stem,
    Positions positions,
    int bands,
    int frames,
    int patchBands,
    int patchFrames,
    int width,
    int depth,
    int heads,
    int mlpRatio,
    double layerNormEps)
    implements EncoderConfig {

  private static final double LAYER_NORM_EPS = 1e-6;

  /** ViT-base on 80 x 608 inputs of 16 x 16 patches: the official checkpoints. */
  public static final M2dConfig VIT_BASE =
      new M2dConfig(80, 608, 16, 16, 768, 12, 12, 4, LAYER_NORM_EPS);

  /** The smallest encoder worth training on two cores: 0.83 million parameters. */
  public static final M2dConfig TINY_C =
      new M2dConfig(80, 608, 16, 16, 128, 4, 4, 4, LAYER_NORM_EPS);

  /** Small enough for a night on two cores: 2.72 million parameters. */
  public static final M2dConfig TINY_A =
      new M2dConfig(80, 608, 16, 16, 192, 6, 3, 4, LAYER_NORM_EPS);

  /**
   * A small encoder for heart sounds at 4 kHz, 48 bands and 50 frames a second: crops of 5.12 s, a
   * token for every 160 ms, 0.5 million parameters.
   */
  public static final M2dConfig HEART =
      new M2dConfig(
          Stem.CONVOLUTION, Positions.ROTARY, 48, 256, 48, 8, 96, 4, 4, 4, LAYER_NORM_EPS);

  /**
   * {@link #HEART} with patches of all bands by 8 frames instead of convolutions: no token sees a
   * frame of another, as masked pre-training asks for.
   */
  public static final M2dConfig HEART_PATCHES =
      new M2dConfig(Stem.PATCHES, Positions.ROTARY, 48, 256, 48, 8, 96, 4, 4, 4, LAYER_NORM_EPS);

  /** How a spectrogram becomes tokens. */
  public enum Stem {
    /** Each patch by itself, projected: the official M2D. */
    PATCHES,
    /**
     * Convolutions over time on all bands at once (kernels 5, 3, and for tokens of 8 frames 2, each
     * of stride 2, GELU between): a token for every 4 or 8 frames, which sees a little of its
     * neighbours' frames.
     */
    CONVOLUTION
  }

  /** How the encoder knows where a token stands. */
  public enum Positions {
    /** By a fixed table added to the tokens ({@link SinCosPositions}): the official M2D. */
    SIN_COS,
    /** By the same table, and by turning queries and keys with time ({@link RotaryPositions}). */
    ROTARY
  }

  public M2dConfig {
    require(stem != null, "stem is missing");
    require(positions != null, "positions are missing");
    require(bands > 0 && frames > 0, "bands and frames must be above 0");
    require(
        patchBands > 0 && bands % patchBands == 0,
        "patchBands must divide bands (" + bands + "), was " + patchBands);
    require(
        patchFrames > 0 && patchFrames <= frames,
        "patchFrames must be 1 to frames (" + frames + "), was " + patchFrames);
    require(
        stem == Stem.PATCHES || (patchBands == bands && ConvolutionStem.makesTokensOf(patchFrames)),
        "the convolutional stem needs patchBands = bands and patchFrames = 4 or 8");
    require(heads > 0, "heads must be above 0, was " + heads);
    require(
        width > 0 && width % 4 == 0 && width % heads == 0,
        "width must be a multiple of 4 and of heads (" + heads + "), was " + width);
    require(
        positions == Positions.SIN_COS || width / heads % 2 == 0,
        "rotary positions need heads of even width, was " + width / heads);
    require(depth > 0, "depth must be above 0, was " + depth);
    require(mlpRatio > 0, "mlpRatio must be above 0, was " + mlpRatio);
    require(
        layerNormEps > 0 && Double.isFinite(layerNormEps),
        "layerNormEps must be above 0, was " + layerNormEps);
  }

  /** An encoder of the official kind: {@link Stem#PATCHES}, {@link Positions#SIN_COS}. */
  public M2dConfig(
      int bands,
      int frames,
      int patchBands,
      int patchFrames,
      int width,
      int depth,
      int heads,
      int mlpRatio,
      double layerNormEps) {
    this(
        Stem.PATCHES,
        Positions.SIN_COS,
        bands,
        frames,
        patchBands,
        patchFrames,
        width,
        depth,
        heads,
        mlpRatio,
        layerNormEps);
  }

  /**
   * The geometry of an M2D encoder, for what only such a one can do.
   *
   * @throws UserException if it is of another kind
   */
  public static M2dConfig of(EncoderConfig config) {
    if (config instanceof M2dConfig m2d) {
      return m2d;
    }
    throw new UserException("only an M2D encoder can be trained so; choose one of that kind");
  }

  /** The same encoder with other positions. */
  public M2dConfig with(Positions other) {
    return with(other, frames, patchFrames);
  }

  /**
   * The same encoder for another length of input, rounded down to whole patches.
   *
   * @param other frames, at least those of a patch
   */
  public M2dConfig withFrames(int other) {
    return with(positions, other - other % patchFrames, patchFrames);
  }

  /** The same encoder with patches of other length. */
  public M2dConfig withPatchFrames(int other) {
    return with(positions, frames, other);
  }

  /** Rows of patches, low to high frequency. */
  @JsonIgnore
  public int gridBands() {
    return bands / patchBands;
  }

  /** Columns of patches in a full chunk. */
  @JsonIgnore
  public int gridColumns() {
    return frames / patchFrames;
  }

  /** Patches of a full chunk, the class token not counted. */
  @JsonIgnore
  public int patches() {
    return gridBands() * gridColumns();
  }

  /** One column of patches. */
  @Override
  public int framesPerColumn() {
    return patchFrames;
  }

  /** One token per row of patches, low to high frequency. */
  @Override
  public int embeddingWidth() {
    return gridBands() * width;
  }

  @Override
  public Map<String, long[]> shapes() {
    return M2dWeights.shapes(this);
  }

  /** The table of positions. */
  @Override
  public Set<String> fixed() {
    return M2dWeights.FIXED;
  }

  @Override
  public Set<String> inputLayers() {
    return M2dWeights.inputLayers(this);
  }

  @Override
  public Map<String, Tensor> seeded(long seed) {
    return M2dWeights.seeded(this, seed);
  }

  @Override
  public EncoderNetwork network(Parameters parameters) {
    return new M2dNetwork(this, parameters);
  }

  private M2dConfig with(Positions newPositions, int newFrames, int newPatchFrames) {
    return new M2dConfig(
        stem,
        newPositions,
        bands,
        newFrames,
        patchBands,
        newPatchFrames,
        width,
        depth,
        heads,
        mlpRatio,
        layerNormEps);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException("encoder: " + message);
    }
  }
}
