package org.murmurstream.model.m2d;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Scoped;

/**
 * The encoder as a function of its parameters: patches, positions, class token, transformer.
 *
 * <p>Row-major order of patches: row 0 holds the lowest bands, time runs fastest.
 */
public final class M2dNetwork {

  private final EncoderConfig config;
  private final Parameters parameters;
  private final Transformer transformer;

  /**
   * @param parameters the encoder's tensors as {@link EncoderWeights#shapes} names them; others may
   *     be among them
   */
  public M2dNetwork(EncoderConfig config, Parameters parameters) {
    this.config = config;
    this.parameters = parameters;
    this.transformer =
        new Transformer(
            parameters, "blocks", "norm", config.depth(), config.heads(), config.layerNormEps());
  }

  /**
   * Cuts spectrograms into patches, projects them and adds their positions. A short input takes the
   * first columns of the position table.
   *
   * @param spectrograms normalised, shape {@code [batch, bands, columns * patchFrames]}, at most
   *     {@code gridColumns} columns
   * @return shape {@code [batch, gridBands * columns, width]}, in the manager of the input
   */
  public NDArray patches(NDArray spectrograms) {
    return Scoped.compute(
        spectrograms.getManager(),
        () -> {
          long columns = spectrograms.getShape().get(2) / config.patchFrames();
          NDArray tokens =
              switch (config.stem()) {
                case PATCHES -> project(spectrograms, columns);
                case CONVOLUTION -> ConvolutionStem.tokens(spectrograms, parameters);
              };
          return tokens.add(positions(columns));
        });
  }

  private NDArray project(NDArray spectrograms, long columns) {
    long batch = spectrograms.getShape().get(0);
    long values = (long) config.patchBands() * config.patchFrames();
    NDArray flat =
        spectrograms
            .reshape(batch, config.gridBands(), config.patchBands(), columns, config.patchFrames())
            .transpose(0, 1, 3, 2, 4)
            .reshape(batch, config.gridBands() * columns, values);
    NDArray kernel = parameters.get("patch_embed.proj.weight").reshape(config.width(), values);
    return Linear.linear(flat, kernel, parameters.get("patch_embed.proj.bias")).singletonOrThrow();
  }

  /**
   * Puts the class token before patch tokens and passes them through the transformer.
   *
   * @param patches shape {@code [batch, n, width]}, all patches or any choice of them
   * @return shape {@code [batch, 1 + n, width]}, the class token first, in the manager of the input
   */
  public NDArray encode(NDArray patches) {
    return encode(patches, 0);
  }

  /**
   * The same in training.
   *
   * @param dropPath chance that a residual branch is left out for a sample, 0 to below 1
   */
  public NDArray encode(NDArray patches, double dropPath) {
    NDArray tokens = withClassToken(patches);
    try {
      return transformer.forward(tokens, dropPath);
    } finally {
      tokens.close();
    }
  }

  /**
   * Brings the tokens of one column together, low to high frequency.
   *
   * @param tokens what {@link #encode} gives: {@code [batch, 1 + gridBands * columns, width]}
   * @return {@code [batch, columns, gridBands * width]}, the class token left out
   */
  public NDArray columns(NDArray tokens) {
    return Scoped.compute(
        tokens.getManager(),
        () -> {
          long batch = tokens.getShape().get(0);
          long columns = (tokens.getShape().get(1) - 1) / config.gridBands();
          return tokens
              .split(new long[] {1}, 1)
              .get(1)
              .reshape(batch, config.gridBands(), columns, config.width())
              .transpose(0, 2, 1, 3)
              .reshape(batch, columns, config.embeddingWidth());
        });
  }

  NDArray withClassToken(NDArray patches) {
    return Scoped.compute(
        patches.getManager(),
        () -> {
          NDArray token = parameters.get("cls_token").add(positionTable().get(0));
          Shape shape = new Shape(patches.getShape().get(0), 1, config.width());
          return NDArrays.concat(new NDList(token.broadcast(shape), patches), 1);
        });
  }

  private NDArray positions(long columns) {
    return positionTable()
        .get(1)
        .reshape(config.gridBands(), config.gridColumns(), config.width())
        .get(":, :{}", columns)
        .reshape(config.gridBands() * columns, config.width());
  }

  /** The row of the class token, and those of the patches. */
  private NDList positionTable() {
    return parameters.get("pos_embed").split(new long[] {1}, 1);
  }
}
