package org.murmurstream.model.sites;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Scalars;

/**
 * The network of the multi-site classifier as a function of its parameters: a post-norm transformer
 * over one token per site, attention pooling, and several linear heads.
 */
public final class SiteTransformer {

  private static final float LAYER_NORM_EPS = 1e-5f;

  /** Added to the scores of missing sites: small enough for their softmax to be exactly 0. */
  private static final float NEVER = -1e9f;

  private final ClassifierConfig config;
  private final Parameters parameters;
  private final Shape width;

  /**
   * @param parameters at least the tensors of {@link ClassifierWeights#trainable}
   */
  public SiteTransformer(ClassifierConfig config, Parameters parameters) {
    this.config = config;
    this.parameters = parameters;
    this.width = new Shape(config.width());
  }

  /**
   * What the network answers, in the manager of its input.
   *
   * @param logits {@code [batch, heads, classes]}
   * @param attention share of each site in the pooled vector, {@code [batch, sites]}
   * @param pooled {@code [batch, width]}
   */
  public record Output(NDArray logits, NDArray attention, NDArray pooled) {}

  /**
   * One forward pass. All intermediate arrays belong to the manager of the input.
   *
   * @param embeddings standardised embeddings, {@code [batch, sites, features]}; what stands in the
   *     place of a missing site does not matter with masking, and must be zero without
   * @param present {@code [batch, sites]}, 1 or 0; at least one site of a row is present
   * @param training whether activations are dropped
   */
  public Output forward(NDArray embeddings, NDArray present, boolean training) {
    // Every operation is called on an array that descends from the input, whose manager therefore
    // owns the result; an operation called on a parameter would leave its result with the model.
    NDArray missing = present.sub(1).neg();
    NDArray tokens = linear(embeddings, "proj");
    if (config.siteEmbedding()) {
      tokens = tokens.add(parameters.get("site"));
    }
    NDArray presence = NDArrays.stack(new NDList(missing, present), 2);
    tokens = tokens.add(presence.matMul(parameters.get("presence")));

    NDArray mask = missing.mul(config.masking() ? NEVER : 0);
    NDArray keyMask = mask.expandDims(1).expandDims(1);
    double dropout = training ? config.dropout() : 0;
    for (int i = 0; i < config.layers(); i++) {
      tokens = layer("encoder.layers." + i + ".", tokens, keyMask, dropout);
    }

    NDArray attention = linear(tokens, "score").squeeze(2).add(mask).softmax(1);
    NDArray pooled = attention.expandDims(1).matMul(tokens).squeeze(1);
    double headDropout = training ? config.headDropout() : 0;
    var logits = new NDList();
    for (int k = 0; k < config.outputHeads(); k++) {
      logits.add(linear(drop(pooled, headDropout), "heads." + k));
    }
    return new Output(NDArrays.stack(logits, 1), attention, pooled);
  }

  private NDArray layer(String name, NDArray tokens, NDArray keyMask, double dropout) {
    NDArray attended = drop(attend(name + "self_attn.", tokens, keyMask), dropout);
    NDArray middle = norm(tokens.add(attended), name + "norm1");
    NDArray hidden = drop(Activation.relu(linear(middle, name + "linear1")), dropout);
    NDArray fed = drop(linear(hidden, name + "linear2"), dropout);
    return norm(middle.add(fed), name + "norm2");
  }

  private NDArray attend(String name, NDArray tokens, NDArray keyMask) {
    NDList qkv = linear(tokens, name + "in_proj_weight", name + "in_proj_bias").split(3, 2);
    NDArray query = heads(qkv.get(0));
    NDArray key = heads(qkv.get(1));
    NDArray value = heads(qkv.get(2));
    double scale = 1 / Math.sqrt(config.width() / (double) config.attentionHeads());
    NDArray products = query.matMul(key.transpose(0, 1, 3, 2));
    NDArray weights = products.mul(Scalars.like(products, scale)).add(keyMask).softmax(-1);
    NDArray joined = weights.matMul(value).transpose(0, 2, 1, 3).reshape(tokens.getShape());
    return linear(joined, name + "out_proj");
  }

  /** {@code [batch, sites, width]} to {@code [batch, heads, sites, width / heads]}. */
  private NDArray heads(NDArray tokens) {
    Shape shape = tokens.getShape();
    int heads = config.attentionHeads();
    return tokens
        .reshape(shape.get(0), shape.get(1), heads, config.width() / heads)
        .transpose(0, 2, 1, 3);
  }

  private NDArray linear(NDArray input, String name) {
    return linear(input, name + ".weight", name + ".bias");
  }

  private NDArray linear(NDArray input, String weight, String bias) {
    return Linear.linear(input, parameters.get(weight), parameters.get(bias)).singletonOrThrow();
  }

  private NDArray norm(NDArray input, String name) {
    NDArray weight = parameters.get(name + ".weight");
    NDArray bias = parameters.get(name + ".bias");
    return LayerNorm.layerNorm(input, width, weight, bias, LAYER_NORM_EPS).singletonOrThrow();
  }

  private static NDArray drop(NDArray input, double rate) {
    return rate > 0 ? Dropout.dropout(input, (float) rate, true).singletonOrThrow() : input;
  }
}
