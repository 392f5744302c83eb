package org.murmurstream.proof.main;

import java.time.Duration;
import java.util.List;
import org.murmurstream.console.Service;
import org.murmurstream.console.Termination;
import org.murmurstream.proof.stub.HashEar;
import org.murmurstream.stream.config.StreamSettings;
import org.murmurstream.stream.main.ConfigurationOptions;
import org.murmurstream.stream.runtime.Application;
import org.murmurstream.stream.runtime.Surroundings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code murmur stub}. */
@Command(
    name = "stub",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the application as 'murmur stream' does, but with a stub in the model's place: the"
          + " verdict is a hash of the audio, and means nothing. To try a deployment, or to load it,"
          + " without a model; 'murmur verify --bundle stub' says what it should have answered.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:ended by SIGTERM or Ctrl-C, with all work committed",
      "1:ended by a failure",
      "2:wrong configuration, no broker, missing topics: nothing was begun"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur stub --create-topics",
      "  murmur stub --cost 20ms --set gather.progress.timeout=5s"
    })
public final class StubCommand implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(StubCommand.class);

  @Mixin private ConfigurationOptions options;

  @Option(
      names = "--cost",
      paramLabel = "DURATION",
      description = "How long hearing a recording takes, such as 20ms (default: 0s).")
  private Duration cost = Duration.ZERO;

  @Override
  public Integer call() throws Exception {
    StreamSettings settings = StreamSettings.of(options.configuration(System.getenv()));
    Surroundings.require(settings);
    try (var application = Application.start(settings, List.of(() -> new HashEar(cost)))) {
      LOG.atWarn()
          .addKeyValue("healthPort", application.healthPort())
          .log("a STUB is in the model's place: its answers mean nothing");
      return Termination.orderly(
          application::requestStop,
          () -> {
            application.awaitEnd();
            return application.stop() ? ExitCode.OK : ExitCode.SOFTWARE;
          });
    }
  }
}
