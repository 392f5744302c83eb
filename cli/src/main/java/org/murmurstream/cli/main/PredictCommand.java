package org.murmurstream.cli.main;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.murmurstream.cli.predict.ExamFiles;
import org.murmurstream.cli.predict.PredictionTable;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.Ear;
import org.murmurstream.core.ReportedException;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.kafka.wire.PredictionWire;
import org.murmurstream.model.bundle.Bundles;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.encoder.Precision;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.main.BundleOption;
import org.murmurstream.model.main.PolicyOption;
import org.murmurstream.model.main.ProcessorOption;
import org.murmurstream.trainer.result.PatientListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code murmur predict}. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = {
      "Decides on one exam from its wav files as the stream application would, without a cluster,"
          + " and says why: what each site says alone, what calls for care, and the rule from"
          + " probabilities to the verdict.",
      "",
      "All files are recordings of one exam; a site may have several. Nothing usable means no"
          + " verdict, with the reasons.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:there is an answer, be it that nothing was usable",
      "1:the model failed on a recording or on the exam",
      "2:wrong usage, or a file that cannot be read"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur predict 1003_AV.wav 1003_PV.wav 1003_TV.wav 1003_MV.wav",
      "  murmur predict AV=aortic.wav MV=apex.wav MV=apex-again.wav",
      "  murmur predict --site MV recording.wav --json | jq .murmur"
    })
public final class PredictCommand implements Callable<Integer> {

  /** Stands where a prediction names the topic that its chunks were read from. */
  private static final String SOURCE = "files";

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Recordings, wav files. A name <id>_<site>[_<number>].wav tells the site, one of"
              + " AV, PV, TV, MV, PHC; AV=FILE does for a file of any name.")
  private List<String> files;

  @Option(
      names = "--site",
      paramLabel = "SITE",
      description = "Where every FILE was recorded that is not given as SITE=FILE.")
  private AuscultationSite site;

  @Mixin private BundleOption bundle;

  @Option(
      names = "--json",
      description =
          "Print the prediction as one line of JSON, in the fields of topic murmur-predictions;"
              + " 'provenance' counts each file as one chunk.")
  private boolean json;

  @Mixin private PolicyOption policy;

  @Mixin private ProcessorOption processor;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ExamFiles exam = ExamFiles.of(files, Optional.ofNullable(site));
    exam.verify();
    ModelBundle chosen = Bundles.load(bundle.folder());
    if (!chosen.identity().trained()) {
      spec.commandLine()
          .getErr()
          .println(
              "murmur: %s is UNTRAINED: its verdict means nothing"
                  .formatted(chosen.config().name()));
    }
    Prediction prediction = predict(chosen, exam);
    print(prediction);
    if (prediction.reasons().stream().anyMatch(r -> r.caution() == Caution.MODEL_FAILURE)) {
      throw new ReportedException("the model failed, on a recording or on the exam", null);
    }
    return ExitCode.OK;
  }

  private Prediction predict(ModelBundle bundle, ExamFiles exam) {
    var torch = new TorchOptions(1, processor.processor());
    try (Ear ear = bundle.open(torch, Precision.SINGLE, policy.policy())) {
      return new PatientListener(ear, Clock.systemUTC())
          .hear(exam.patientId(), exam.recordings())
          .prediction();
    }
  }

  private void print(Prediction prediction) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(PredictionWire.of(prediction, SOURCE));
    } else {
      PredictionTable.lines(prediction).forEach(out::println);
    }
  }
}
