package org.murmurstream.sim.fetch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.UserException;

/**
 * Downloads the CirCor data set with its own checksums. A file that is there with the right
 * checksum is not fetched again, so that an interrupted download goes on when it is started anew.
 */
public final class CircorDownload {

  /** Where the data set is at home. */
  public static final URI HOME =
      URI.create("https://physionet.org/files/circor-heart-sound/1.0.3/");

  private static final String CHECKSUMS = "SHA256SUMS.txt";

  private final URI home;
  private final int connections;
  private final Download download;

  CircorDownload(URI home, int connections, Download download) {
    this.home = home.toString().endsWith("/") ? home : URI.create(home + "/");
    this.connections = connections;
    this.download = download;
  }

  /**
   * Prepares a download.
   *
   * @param home base address of the data set's files
   * @param connections how many files are fetched at the same time
   * @param attempts how often a file is tried
   */
  public static CircorDownload from(URI home, int connections, int attempts) {
    return new CircorDownload(home, connections, new Download(attempts, Duration.ofSeconds(1)));
  }

  /** Told how it goes, by several threads. */
  public interface Progress {

    /** So many files belong to the data set. */
    void files(int count);

    /** One more is there and right; {@code fetched} is false if it was there before. */
    void done(boolean fetched);
  }

  /**
   * Downloads what is missing or wrong.
   *
   * @throws UserException if the server cannot be reached, refuses, or keeps sending wrong bytes;
   *     what has come stays, and starting anew goes on from there
   */
  public void into(Path folder, Progress progress) throws InterruptedException {
    Map<String, String> digests;
    try {
      Files.createDirectories(folder);
      String list = download.text(home.resolve(CHECKSUMS));
      digests = FileList.parse(list);
      Files.writeString(folder.resolve(CHECKSUMS), list);
    } catch (IOException e) {
      throw failed(e);
    }
    progress.files(digests.size());
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      List<Future<?>> files = new ArrayList<>();
      digests.forEach(
          (path, sha256) ->
              files.add(
                  threads.submit(
                      () -> {
                        progress.done(fetch(folder, path, sha256));
                        return null;
                      })));
      for (Future<?> file : files) {
        file.get();
      }
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * @return whether it had to be fetched
   */
  private boolean fetch(Path folder, String path, String sha256) throws IOException {
    Path target = folder.resolve(path);
    if (Files.exists(target) && Sha256.of(target).equals(sha256)) {
      return false;
    }
    download.file(home.resolve(path.replace(" ", "%20")), target, sha256);
    return true;
  }

  private UserException failed(Throwable cause) {
    if (cause instanceof UserException user) {
      return user;
    }
    String reason =
        cause instanceof ConnectException
            ? "no connection"
            : Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
    return new UserException(
        "The data set could not be downloaded from %s: %s. What has come is kept; run the command again to go on."
            .formatted(home, reason),
        cause);
  }
}
