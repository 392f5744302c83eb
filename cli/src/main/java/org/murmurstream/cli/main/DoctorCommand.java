package org.murmurstream.cli.main;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.murmurstream.cli.doctor.Doctor;
import org.murmurstream.cli.doctor.EngineExamination;
import org.murmurstream.cli.doctor.Finding;
import org.murmurstream.cli.doctor.Finding.State;
import org.murmurstream.cli.doctor.Machine;
import org.murmurstream.console.JsonOption;
import org.murmurstream.model.engine.EngineProbe;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code murmur doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at this machine: Java, platform, PyTorch (tried in a JVM of its own), library"
          + " versions, memory, disk and ports. Says what is wrong and what to do.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:nothing is wrong", "1:something is wrong"},
    footerHeading = "%nExamples:%n",
    footer = {"  murmur doctor", "  murmur doctor --json | jq '.[] | select(.state != \"FINE\")'"})
public final class DoctorCommand implements Callable<Integer> {

  private static final Duration PROBE_LIMIT = Duration.ofMinutes(2);

  @Mixin private JsonOption json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Machine machine = thisMachine();
    var engine = new EngineExamination(probe(machine), PROBE_LIMIT);
    List<Finding> findings =
        new Doctor(
                machine,
                engine,
                new TreeMap<>(
                    Map.of("Kafka", 9092, "schema registry", 8081, "health and metrics", 8080)))
            .examine();
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(findings));
    } else {
      findings.forEach(finding -> print(finding, out));
    }
    boolean wrong = findings.stream().anyMatch(finding -> finding.state() == State.WRONG);
    return wrong ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private static void print(Finding finding, PrintWriter out) {
    String mark =
        switch (finding.state()) {
          case FINE -> "ok";
          case CAREFUL -> "careful";
          case WRONG -> "WRONG";
        };
    out.printf("%-8s%-19s%s%n", mark, finding.subject(), finding.found());
    if (finding.remedy() != null) {
      out.printf("%-27s-> %s%n", "", finding.remedy());
    }
  }

  private static List<String> probe(Machine machine) {
    return List.of(
        machine.javaHome().resolve("bin").resolve("java").toString(),
        "-Xmx256m",
        "-cp",
        machine.classPath(),
        EngineProbe.class.getName());
  }

  private static Machine thisMachine() {
    var os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    String cache = System.getenv("DJL_CACHE_DIR");
    return new Machine(
        System.getProperty("java.version"),
        System.getProperty("java.vendor"),
        Path.of(System.getProperty("java.home")),
        System.getProperty("java.class.path"),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Path.of(System.getProperty("java.io.tmpdir")),
        cache == null ? Path.of(System.getProperty("user.home"), ".djl.ai") : Path.of(cache),
        System.getenv("PYTORCH_LIBRARY_PATH") != null,
        Runtime.getRuntime().maxMemory(),
        os.getTotalMemorySize(),
        Runtime.getRuntime().availableProcessors());
  }
}
