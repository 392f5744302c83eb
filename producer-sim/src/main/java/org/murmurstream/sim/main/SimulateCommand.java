package org.murmurstream.sim.main;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.murmurstream.console.Orderly;
import org.murmurstream.console.Progress;
import org.murmurstream.core.UserException;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.circor.CircorFolder;
import org.murmurstream.kafka.main.ConnectionOptions;
import org.murmurstream.sim.DeviceFleet;
import org.murmurstream.sim.Faults;
import org.murmurstream.sim.FleetListener;
import org.murmurstream.sim.FleetReport;
import org.murmurstream.sim.FleetSettings;
import org.murmurstream.sim.Ledger;
import org.murmurstream.sim.LedgerEntry;
import org.murmurstream.sim.Uplink;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code murmur simulate}. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Uploads exams as electronic stethoscopes do: chunk by chunk to 'recordings', then what"
          + " clinicians found to 'diagnoses' and experts' heart-cycle marks to 'annotations'.",
      "Loses, repeats and disorders chunks on demand: the same seed makes the same faults. The"
          + " ledger says what the broker has acknowledged.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:everything that was to be sent is acknowledged",
      "1:something could not be sent; the ledger holds what was",
      "2:wrong usage or input, or no broker"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur simulate                                      12 synthetic hearts in real time",
      "  murmur simulate --synthetic 100 --speed 0 --devices 8",
      "  murmur simulate --data circor --patients 20 --duplicate 0.2 --shuffle 50 --seed 7"
    })
public final class SimulateCommand implements Orderly {

  private static final int DEFAULT_SYNTHETIC = 12;
  private static final long LEAVE_MILLIS = 20_000;

  @ArgGroup(exclusive = true)
  private final Source source = new Source();

  @ArgGroup(exclusive = true)
  private final Choice choice = new Choice();

  /** Where exams come from. */
  static final class Source {

    @Option(
        names = "--data",
        paramLabel = "DIR",
        required = true,
        description = "A folder in the layout of the CirCor data set.")
    private Path folder;

    @Option(
        names = "--synthetic",
        paramLabel = "N",
        required = true,
        description = "So many synthetic patients (default: 12, if there is no --data).")
    private int synthetic = DEFAULT_SYNTHETIC;
  }

  /** Which of them. */
  static final class Choice {

    @Option(
        names = "--patients",
        paramLabel = "N",
        required = true,
        description = "Only the first N patients.")
    private Integer first;

    @Option(
        names = "--patient",
        paramLabel = "ID",
        split = ",",
        required = true,
        description = "Only these patients; several separated by commas.")
    private List<String> ids;
  }

  @Option(
      names = "--chunk-seconds",
      paramLabel = "S",
      defaultValue = "1.0",
      description = "Length of a chunk (default: ${DEFAULT-VALUE}).")
  private double chunkSeconds;

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "1",
      description =
          "How much faster than in life; 0 is as fast as possible (default: ${DEFAULT-VALUE}).")
  private double speed;

  @Option(
      names = "--devices",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many devices upload at the same time (default: ${DEFAULT-VALUE}).")
  private int devices;

  @Option(
      names = "--loss",
      paramLabel = "P",
      defaultValue = "0",
      description = "Probability that a chunk is never sent (default: ${DEFAULT-VALUE}).")
  private double loss;

  @Option(
      names = "--duplicate",
      paramLabel = "P",
      defaultValue = "0",
      description =
          "Probability that a chunk is sent once more, and after that again"
              + " (default: ${DEFAULT-VALUE}).")
  private double duplicate;

  @Option(
      names = "--shuffle",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Disorder: chunks of an exam swap places less than N apart (default: ${DEFAULT-VALUE}).")
  private int shuffle;

  @Option(
      names = "--visit",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Number of the visit: another one examines the same patients again, under other exam ids"
              + " (default: ${DEFAULT-VALUE}).")
  private int visit;

  @Option(
      names = "--ledger",
      paramLabel = "FILE",
      description =
          "Write a JSON line for every acknowledged chunk: exam, site, recording, sequence, last,"
              + " sha256, partition, offset.")
  private Path ledgerFile;

  @Mixin private SyntheticOptions synthetic;

  @Mixin private ConnectionOptions connection;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    var faults = new Faults(loss, duplicate, shuffle, synthetic.seed());
    var settings = new FleetSettings(chunkSeconds, speed, devices, faults, visit);
    ExamSource exams = exams();
    List<String> patientIds = chosen(exams);
    if (exams instanceof CircorFolder folder) {
      folder.verify(patientIds);
    }
    long start = System.nanoTime();
    FleetReport report;
    try (Uplink uplink = Uplink.connect(connection.connection());
        Ledger ledger = ledgerFile == null ? null : new Ledger(ledgerFile);
        Progress progress = Progress.of("simulate", patientIds.size())) {
      var fleet =
          new DeviceFleet(settings, uplink, listener(progress, Optional.ofNullable(ledger)));
      report = runUntilInterrupted(fleet, exams, patientIds);
    }
    spec.commandLine()
        .getOut()
        .println(
            "%s %d of %d exams in %d uploads within %.1f s; on purpose %d chunks lost, %d repeated."
                .formatted(
                    report.stopped() ? "Stopped after" : "Sent",
                    report.exams(),
                    patientIds.size(),
                    report.uploads(),
                    (System.nanoTime() - start) / 1e9,
                    report.lost(),
                    report.repeated()));
    return ExitCode.OK;
  }

  private ExamSource exams() {
    return source.folder == null
        ? synthetic.hearts(source.synthetic)
        : CircorFolder.open(source.folder);
  }

  private List<String> chosen(ExamSource exams) {
    List<String> all = exams.patientIds();
    if (choice.ids != null) {
      var unknown = new LinkedHashSet<>(choice.ids);
      all.forEach(unknown::remove);
      if (!unknown.isEmpty()) {
        throw new UserException(
            "%d of the patients in --patient are not there.".formatted(unknown.size()));
      }
      return choice.ids.stream().distinct().toList();
    }
    if (choice.first == null) {
      return all;
    }
    if (choice.first < 1) {
      throw new UserException("--patients must be at least 1, not " + choice.first + ".");
    }
    return all.subList(0, Math.min(choice.first, all.size()));
  }

  private static FleetListener listener(Progress progress, Optional<Ledger> ledger) {
    return new FleetListener() {
      @Override
      public void chunkAcked(LedgerEntry entry) {
        ledger.ifPresent(book -> book.write(entry));
      }

      @Override
      public void examAcked(ExamRecordings exam) {
        progress.step();
      }
    };
  }

  /** Ctrl-C lets the devices finish their chunk and waits for this thread to close everything. */
  private static FleetReport runUntilInterrupted(
      DeviceFleet fleet, ExamSource exams, List<String> patientIds) throws InterruptedException {
    Thread sender = Thread.currentThread();
    Thread leave =
        new Thread(
            () -> {
              fleet.stop();
              try {
                sender.join(LEAVE_MILLIS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "leave");
    Runtime.getRuntime().addShutdownHook(leave);
    FleetReport report = fleet.run(exams, patientIds);
    try {
      Runtime.getRuntime().removeShutdownHook(leave);
    } catch (IllegalStateException leaving) {
      // The hook is running: it waits for this thread.
    }
    return report;
  }
}
