package org.murmurstream.sim.main;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.murmurstream.console.Progress;
import org.murmurstream.core.UserException;
import org.murmurstream.sim.fetch.CircorDownload;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code murmur fetch-circor}. */
@Command(
    name = "fetch-circor",
    mixinStandardHelpOptions = true,
    description = {
      "Downloads the CirCor DigiScope Phonocardiogram Dataset 1.0.3 from PhysioNet: heart sounds of"
          + " 942 children, some 0.6 GB. Every file is checked against the data set's own SHA-256;"
          + " an interrupted download goes on when the command is run again.",
      "The data set's licence is ODC-By 1.0: whoever uses it publicly names it.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur fetch-circor circor",
      "  murmur simulate --data circor --patients 20 --speed 0"
    })
public final class FetchCircorCommand implements Callable<Integer> {

  private static final int MAX_CONNECTIONS = 8;

  @Parameters(paramLabel = "DIR", description = "Folder to download into; made if missing.")
  private Path folder;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Base address of the data set's files (default: PhysioNet's).")
  private URI home = CircorDownload.HOME;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "4",
      description =
          "How many files are fetched at the same time, 1 to 8 (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often a file is tried, with growing pauses (default: ${DEFAULT-VALUE}).")
  private int attempts;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (connections < 1 || connections > MAX_CONNECTIONS) {
      throw new UserException("--connections must be 1 to 8, not " + connections + ".");
    }
    if (attempts < 1) {
      throw new UserException("--attempts must be at least 1, not " + attempts + ".");
    }
    if (home.getScheme() == null || !home.getScheme().matches("https?")) {
      throw new UserException("--url must begin with http:// or https://.");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("CirCor DigiScope Phonocardiogram Dataset 1.0.3, licence ODC-By 1.0.");
    out.println(
        "Please cite: Oliveira et al., PhysioNet 2022, doi 10.13026/tshs-mw03, and IEEE J. Biomed."
            + " Health Inform. 2021, doi 10.1109/JBHI.2021.3137048.");
    out.flush();
    AtomicInteger fetched = new AtomicInteger();
    AtomicInteger all = new AtomicInteger();
    try (Progress bar = Progress.of("fetch-circor", -1)) {
      CircorDownload.from(home, connections, attempts).into(folder, counting(bar, fetched, all));
    }
    out.println(
        "All %d files are in %s and right; %d came now."
            .formatted(all.get(), folder, fetched.get()));
    return ExitCode.OK;
  }

  private static CircorDownload.Progress counting(
      Progress bar, AtomicInteger fetched, AtomicInteger all) {
    return new CircorDownload.Progress() {
      @Override
      public void files(int count) {
        all.set(count);
        bar.expect(count);
      }

      @Override
      public void done(boolean isNew) {
        if (isNew) {
          fetched.incrementAndGet();
        }
        bar.step();
      }
    };
  }
}
