package org.murmurstream.model.encoder.m2d;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.murmurstream.model.encoder.EncoderNetwork;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Scoped;

/**
 * The encoder as a function of its parameters: patches, positions, class token, transformer.
 *
 * <p>Row-major order of patches: row 0 holds the lowest bands, time runs fastest.
 */
public final class M2dNetwork implements EncoderNetwork {

  private final M2dConfig config;
  private final Parameters parameters;
  private final Transformer transformer;

  /**
   * @param parameters the encoder's tensors as {@link M2dWeights#shapes} names them; others may be
   *     among them
   */
  public M2dNetwork(M2dConfig config, Parameters parameters) {
    this.config = config;
    this.parameters = parameters;
    this.transformer =
        new Transformer(
            parameters, "blocks", "norm", config.depth(), config.heads(), config.layerNormEps());
  }

  @Override
  public NDArray columns(NDArray spectrograms) {
    return byColumn(encode(patches(spectrograms)));
  }

  @Override
  public Output output(NDArray spectrograms) {
    NDArray tokens = encode(patches(spectrograms));
    return new Output(byColumn(tokens), Optional.of(tokens.get(":, 0")));
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
                case CONVOLUTION ->
                    ConvolutionStem.tokens(spectrograms, config.patchFrames(), parameters);
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
   * @param patches all patches of whole columns, the first of them at time 0: {@code [batch,
   *     gridBands * columns, width]}
   * @return shape {@code [batch, 1 + gridBands * columns, width]}, the class token first, in the
   *     manager of the input
   */
  public NDArray encode(NDArray patches) {
    NDManager manager = patches.getManager();
    long columns = patches.getShape().get(1) / config.gridBands();
    return Scoped.compute(manager, () -> encode(patches, places(manager, columns), 0));
  }

  /**
   * The same in training, with a choice of the patches.
   *
   * @param patches shape {@code [batch, n, width]}
   * @param which the places of these among all patches of a full chunk, {@code [batch, n]} of int64
   * @param dropPath chance that a residual branch is left out for a sample, 0 to below 1
   * @return shape {@code [batch, 1 + n, width]}, the class token first, in the manager of the input
   */
  public NDArray encode(NDArray patches, NDArray which, double dropPath) {
    return Scoped.compute(
        patches.getManager(),
        () -> transformer.forward(withClassToken(patches), turn(patches, which), dropPath));
  }

  /**
   * Brings the tokens of one column together, low to high frequency.
   *
   * @param tokens what {@link #encode} gives: {@code [batch, 1 + gridBands * columns, width]}
   * @return {@code [batch, columns, gridBands * width]}, the class token left out
   */
  public NDArray byColumn(NDArray tokens) {
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

  /** Puts the class token before the patches. */
  public NDArray withClassToken(NDArray patches) {
    return Scoped.compute(
        patches.getManager(),
        () -> {
          NDArray token = parameters.get("cls_token").add(positionTable().get(0));
          Shape shape = new Shape(patches.getShape().get(0), 1, config.width());
          return NDArrays.concat(new NDList(token.broadcast(shape), patches), 1);
        });
  }

  /**
   * What the configured positions do to the queries and keys of the class token, which comes before
   * the first column, and of these patches.
   */
  public UnaryOperator<NDArray> turn(NDArray patches, NDArray which) {
    return switch (config.positions()) {
      case SIN_COS -> UnaryOperator.identity();
      case ROTARY -> {
        NDArray columns = which.mod(config.gridColumns()).toType(DataType.FLOAT32, false);
        NDArray first =
            which.getManager().zeros(new Shape(which.getShape().get(0), 1), DataType.FLOAT32);
        NDArray times = NDArrays.concat(new NDList(first, columns.add(1)), 1);
        var rotary =
            new RotaryPositions(times, config.width() / config.heads(), patches.getDataType());
        yield rotary::turn;
      }
    };
  }

  /** The places of the patches of the first columns among those of a full chunk, {@code [1, n]}. */
  private NDArray places(NDManager manager, long columns) {
    return manager
        .arange(config.patches())
        .reshape(config.gridBands(), config.gridColumns())
        .get(":, :{}", columns)
        .reshape(1, config.gridBands() * columns);
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
