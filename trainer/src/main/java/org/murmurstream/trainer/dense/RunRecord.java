package org.murmurstream.trainer.dense;

import org.murmurstream.model.main.TorchOptions;

/**
 * What a run was made with, for its folder.
 *
 * @param code version of this program
 * @param java version of the platform
 * @param epochs see {@link DenseSettings}
 * @param batchSize see {@link DenseSettings}
 * @param learningRate see {@link DenseSettings}
 * @param seed see {@link DenseSettings}
 * @param threads of PyTorch; 0 means one per core
 * @param patients read
 * @param recordings read
 */
record RunRecord(
    String code,
    String java,
    int epochs,
    int batchSize,
    double learningRate,
    long seed,
    int threads,
    int patients,
    int recordings) {

  RunRecord(DenseSettings settings, TorchOptions torch, DenseDataSet data) {
    this(
        CodeVersion.ofThisProgram(),
        Runtime.version().toString(),
        settings.epochs(),
        settings.batchSize(),
        settings.learningRate(),
        settings.seed(),
        torch.threads(),
        data.patients().size(),
        data.entries().size());
  }
}
