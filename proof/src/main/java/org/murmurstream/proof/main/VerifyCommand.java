package org.murmurstream.proof.main;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.murmurstream.console.JsonOption;
import org.murmurstream.core.Ear;
import org.murmurstream.proof.stub.HashEar;
import org.murmurstream.proof.verify.Discrepancy;
import org.murmurstream.proof.verify.Verification;
import org.murmurstream.proof.verify.Verifier;
import org.murmurstream.proof.verify.VerifierSettings;
import org.murmurstream.proof.verify.VerifierSettings.Scope;
import org.murmurstream.sim.Ledger;
import org.murmurstream.sim.LedgerEntry;
import org.murmurstream.stream.config.StreamSettings;
import org.murmurstream.stream.main.ConfigurationOptions;
import org.murmurstream.stream.releases.BundleFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code murmur verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Holds what was answered against what was sent. Waits until the application has nothing left"
          + " to do, goes through the recordings again with the same model, and counts what is lost,"
          + " duplicated, wrong, phantom (the answer to something that nobody sent) and unexplained"
          + " (a record that was neither used nor set aside). docs/verify.md says what each means.",
      "It takes the application's own configuration: its application.id, topics, limits and model.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:everything is as promised: five times 0",
      "1:something is not, or was still owed when --timeout passed",
      "2:wrong usage or configuration, no such ledger, or no broker"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur simulate --synthetic 100 --speed 0 --duplicate 0.2 --shuffle 50 --ledger sent.jsonl",
      "  murmur verify --ledger sent.jsonl",
      "  murmur verify --ledger sent.jsonl --config murmur.properties --tolerance 1e-4",
      "  murmur verify --ledger sent.jsonl --bundle stub --everything --json"
    })
public final class VerifyCommand implements Callable<Integer> {

  /** More would tell nothing more. */
  private static final int MOST_LINES = 50;

  @Option(
      names = "--ledger",
      paramLabel = "FILE",
      required = true,
      description = "What 'murmur simulate --ledger' wrote; may be repeated.")
  private List<Path> ledgers;

  @Option(
      names = "--group",
      paramLabel = "ID",
      description = "The application's id, and consumer group, if it is not the configuration's.")
  private String group;

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      defaultValue = "0",
      description =
          "By how much numbers may differ from the reference's: 0 asks for the same bits, 1e-4"
              + " suits another processor (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long the application is waited for (default: 5m).")
  private Duration timeout = Duration.ofMinutes(5);

  @Option(
      names = "--everything",
      description =
          "Judge every record of the topic, and not the exams of the ledger alone: where nobody else"
              + " sends.")
  private boolean everything;

  @Mixin private JsonOption json;

  @Mixin private ConfigurationOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws JsonProcessingException {
    StreamSettings application = StreamSettings.of(options.configuration(System.getenv()));
    List<LedgerEntry> sent = ledgers.stream().flatMap(file -> Ledger.read(file).stream()).toList();
    var settings =
        new VerifierSettings(
            application.connection(),
            application.topics(),
            Optional.ofNullable(group).orElse(application.applicationId()),
            application.gather(),
            tolerance,
            timeout,
            everything ? Scope.EVERYTHING : Scope.LEDGER);
    Verification verification;
    try (Ear ear = ear(application)) {
      verification = new Verifier(settings, ear).verify(sent);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      out.println(
          new ObjectMapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(asJson(verification)));
    } else {
      print(verification, out);
    }
    return verification.isClean() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static Ear ear(StreamSettings application) {
    if (application.bundle().equals(Optional.of(Path.of(HashEar.NAME)))) {
      return new HashEar();
    }
    return new BundleFiles(
            application.bundle(),
            application.torch(),
            application.ears(),
            application.onDeviceFailure(),
            application.precision(),
            application.policy())
        .own()
        .ear()
        .get();
  }

  private static void print(Verification verification, PrintWriter out) {
    out.printf(
        "%d exams, %d chunks acknowledged; %d predictions, %d dead letters; waited %.1f s%n",
        verification.exams(),
        verification.chunks(),
        verification.predictions(),
        verification.deadLetters(),
        verification.waited().toMillis() / 1e3);
    verification.discrepancies().stream().limit(MOST_LINES).forEach(out::println);
    int more = verification.discrepancies().size() - MOST_LINES;
    if (more > 0) {
      out.printf("... and %d more; --json names all%n", more);
    }
    out.println("lost / duplicated / wrong / phantom / unexplained: " + verification.counts());
  }

  private static Map<String, Object> asJson(Verification verification) {
    var counts = new LinkedHashMap<String, Long>();
    Arrays.stream(Discrepancy.Kind.values())
        .forEach(
            kind -> counts.put(kind.name().toLowerCase(Locale.ROOT), verification.count(kind)));
    var json = new LinkedHashMap<String, Object>();
    json.put("clean", verification.isClean());
    json.put("counts", counts);
    json.put("exams", verification.exams());
    json.put("chunks", verification.chunks());
    json.put("predictions", verification.predictions());
    json.put("deadLetters", verification.deadLetters());
    json.put("waitedSeconds", verification.waited().toMillis() / 1e3);
    json.put("discrepancies", verification.discrepancies());
    return json;
  }
}
