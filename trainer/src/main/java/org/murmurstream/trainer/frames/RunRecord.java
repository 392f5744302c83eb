package org.murmurstream.trainer.frames;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.murmurstream.model.engine.TorchOptions;

/**
 * What a run was made with, for its folder.
 *
 * @param code version of this program
 * @param java version of the platform
 * @param epochs see {@link FrameSettings}
 * @param batchSize see {@link FrameSettings}
 * @param learningRate see {@link FrameSettings}
 * @param seed see {@link FrameSettings}
 * @param threads of PyTorch; 0 means one per core
 * @param patients learnt from and held out
 * @param recordings of theirs
 * @param dataSha256 see {@link DataVersion}
 * @param manifestSha256 see {@link DataVersion}; null, and not written, where there is none
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
    int recordings,
    String dataSha256,
    @JsonInclude(JsonInclude.Include.NON_NULL) String manifestSha256) {

  RunRecord(FrameSettings settings, TorchOptions torch, DataVersion data) {
    this(
        CodeVersion.ofThisProgram(),
        Runtime.version().toString(),
        settings.epochs(),
        settings.batchSize(),
        settings.learningRate(),
        settings.seed(),
        torch.threads(),
        data.patients(),
        data.recordings(),
        data.sha256(),
        data.manifestSha256().orElse(null));
  }
}
