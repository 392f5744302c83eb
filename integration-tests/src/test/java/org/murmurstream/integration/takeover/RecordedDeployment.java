package org.murmurstream.integration.takeover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A deployment of an earlier build whose disks were recorded in the middle of exams. What is on
 * them, and how they came about, tells {@code README.md} beside them.
 */
public enum RecordedDeployment {
  /** It heard by the committee that comes with the program. */
  COMMITTEE("committee", Path.of("..", "models", "former", "heart-2").toString()),

  /** It heard by a site transformer of seeded weights. */
  SITE_TRANSFORMER("site-transformer", "untrained");

  /** Data of broker and registry, within what was recorded. */
  public static final String CLUSTER = "cluster";

  /** The application's stores as an orderly stop left them, before the application's last run. */
  public static final String STATE_STOPPED = "state-stopped";

  /** The application's stores as they were when its last run was killed. */
  public static final String STATE_KILLED = "state-killed";

  /** Chunks that devices had not sent yet: an {@link Upload} a line. */
  static final String REMAINING = "remaining.txt";

  private static final String FOLDER = "/takeover/";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What only the processes of that time held, and the ports of that machine. */
  private static final Set<String> LEFT_OUT = Set.of(".lock", "LOCK", "LOG", "ports.properties");

  private final String text;
  private final String bundle;

  RecordedDeployment(String text, String bundle) {
    this.text = text;
    this.bundle = bundle;
  }

  /**
   * What the application was configured with and has to be configured with again, by the keys of
   * {@code docs/configuration.md}; where brokers, registry and stores are is to be added.
   *
   * <p>No deadline passes before an application has run for one progress timeout, however old an
   * exam is: so long after the start, what is still incomplete is answered as it is. The window in
   * which late chunks are taken in is counted from the first answer, whoever runs, and therefore
   * lasts for a century.
   */
  public Map<String, String> configuration() {
    Map<String, String> values = new TreeMap<>();
    values.put("bundle", bundle);
    values.put("gather.progress.timeout", "15s");
    values.put("gather.revision.window", "36500d");
    values.put("health.address", "localhost");
    values.put("health.port", "0");
    values.put("torch.device", "cpu");
    values.put("torch.threads", "1");
    return values;
  }

  /** Lays the disks and what else was recorded out in a directory. */
  public void unpackInto(Path directory) throws IOException {
    try (var zip = new ZipInputStream(resource(text + ".zip").openStream())) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = directory.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(zip, file);
        }
      }
    }
  }

  /** What devices send next; from the directory that was unpacked into. */
  public static List<Upload> remaining(Path directory) throws IOException {
    return Files.readAllLines(directory.resolve(REMAINING)).stream().map(Upload::parse).toList();
  }

  /** The answers the earlier build gave to the same exams when nothing interrupted it. */
  public List<JsonNode> answers() throws IOException {
    List<JsonNode> answers = new ArrayList<>();
    try (InputStream lines = resource(text + ".jsonl").openStream()) {
      for (String line :
          new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        answers.add(JSON.readTree(line));
      }
    }
    return answers;
  }

  /**
   * Writes what {@link #unpackInto} and {@link #answers} read.
   *
   * @param directory holds what is to be unpacked
   * @param answers as JSON
   * @param folder where to write
   */
  void write(Path directory, List<String> answers, Path folder) throws IOException {
    Files.write(folder.resolve(text + ".jsonl"), answers);
    try (OutputStream file = Files.newOutputStream(folder.resolve(text + ".zip"));
        var zip = new ZipOutputStream(file);
        Stream<Path> paths = Files.walk(directory)) {
      zip.setLevel(Deflater.BEST_COMPRESSION);
      for (Path path : paths.sorted().toList()) {
        String name = directory.relativize(path).toString();
        if (Files.isDirectory(path) || isLeftOut(path.getFileName().toString())) {
          continue;
        }
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(Files.getLastModifiedTime(path).toMillis());
        zip.putNextEntry(entry);
        Files.copy(path, zip);
        zip.closeEntry();
      }
    }
  }

  private static boolean isLeftOut(String file) {
    return LEFT_OUT.contains(file) || file.startsWith("LOG.old");
  }

  private static URL resource(String name) {
    return RecordedDeployment.class.getResource(FOLDER + name);
  }
}
