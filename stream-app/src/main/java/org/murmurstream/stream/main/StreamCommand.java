package org.murmurstream.stream.main;

import java.io.PrintWriter;
import org.murmurstream.console.Service;
import org.murmurstream.console.Termination;
import org.murmurstream.stream.config.Configuration;
import org.murmurstream.stream.config.StreamSettings;
import org.murmurstream.stream.runtime.Application;
import org.murmurstream.stream.runtime.Surroundings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code murmur stream}. */
@Command(
    name = "stream",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the application: reads chunks from the topic of recordings, gathers them into exams,"
          + " hears each exam and writes the answer. Runs until it gets SIGTERM or Ctrl-C; then it"
          + " ends the work in hand and leaves with status 0. Several instances share the work.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:ended by SIGTERM or Ctrl-C, with all work committed",
      "1:ended by a failure; start it again, nothing is lost",
      "2:wrong configuration, no broker, missing topics: nothing was begun"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur stream --bundle bundles/heart --create-topics",
      "  murmur stream --config murmur.properties --set gather.progress.timeout=5m",
      "  MURMUR_KAFKA_NUM_STREAM_THREADS=2 murmur stream --bootstrap-servers kafka:9092",
      "  murmur stream --config murmur.properties --print-config"
    })
public final class StreamCommand implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(StreamCommand.class);

  @Mixin private ConfigurationOptions options;

  @Option(
      names = "--print-config",
      description = "Print every value in effect and where it comes from, and end.")
  private boolean printConfig;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Configuration configuration = options.configuration(System.getenv());
    if (printConfig) {
      PrintWriter out = spec.commandLine().getOut();
      configuration.entries().forEach(out::println);
      return ExitCode.OK;
    }
    StreamSettings settings = StreamSettings.of(configuration);
    Surroundings.require(settings);
    try (var application = Application.start(settings)) {
      announce(application);
      return Termination.orderly(
          application::requestStop,
          () -> {
            application.awaitEnd();
            return application.stop() ? ExitCode.OK : ExitCode.SOFTWARE;
          });
    }
  }

  private static void announce(Application application) {
    LOG.atInfo()
        .addKeyValue("model", application.model().name())
        .addKeyValue("version", application.model().version())
        .addKeyValue("healthPort", application.healthPort())
        .log("listening");
    if (!application.model().trained()) {
      LOG.atWarn().log("UNTRAINED model: its answers mean nothing; name a bundle with --bundle");
    }
  }
}
