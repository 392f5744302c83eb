package org.murmurstream.integration.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** The images of the suite: our own, built from our Dockerfile, and those that compose names. */
final class Images {

  private static final Path ROOT = Path.of("..");
  private static final Path DOCKERFILE = ROOT.resolve("docker/Dockerfile");
  private static final Path COMPOSE = ROOT.resolve("docker-compose.yml");

  /** The class paths, laid out by the build. */
  private static final List<String> CLASS_PATHS =
      List.of("stream-app/target/lib", "producer-sim/target/lib", "local/target/lib");

  /** What {@code docker/base-image} builds where no image registry can be reached. */
  private static final String OWN_BASE = "murmur-stream/base:bookworm-jre17";

  private final DockerClient docker;

  Images(DockerClient docker) {
    this.docker = docker;
  }

  static boolean isLaidOut() {
    return CLASS_PATHS.stream().map(ROOT::resolve).allMatch(Files::isDirectory);
  }

  /** A base for our own images that is there or can be pulled. */
  Optional<String> base() throws IOException {
    return Stream.of(named(DOCKERFILE, "ARG BASE_IMAGE=(\\S+)"), OWN_BASE)
        .filter(this::isThereOrPulled)
        .findFirst();
  }

  /** Apache Kafka as compose runs it, if it is there or can be pulled. */
  Optional<String> kafka() throws IOException {
    return Optional.of(named(COMPOSE, "image: (apache/kafka:\\S+)")).filter(this::isThereOrPulled);
  }

  /** Confluent's registry as compose runs it, if it is there or can be pulled. */
  Optional<String> registry() throws IOException {
    return Optional.of(named(COMPOSE, "image: (confluentinc/cp-schema-registry:\\S+)"))
        .filter(this::isThereOrPulled);
  }

  /**
   * One of our own.
   *
   * @param target a stage of the Dockerfile
   */
  static ImageFromDockerfile own(String target, String base) {
    // Not deleted at the end: the layers serve the next build.
    var image =
        new ImageFromDockerfile("murmur-stream/" + target + ":test", false)
            .withFileFromPath("Dockerfile", DOCKERFILE)
            .withFileFromPath("docker/healthy", ROOT.resolve("docker/healthy"))
            .withFileFromPath("docker/jvm", ROOT.resolve("docker/jvm"))
            .withFileFromPath("models", ROOT.resolve("models"));
    CLASS_PATHS.forEach(path -> image.withFileFromPath(path, ROOT.resolve(path)));
    return image.withTarget(target).withBuildArg("BASE_IMAGE", base);
  }

  private boolean isThereOrPulled(String image) {
    try {
      docker.inspectImageCmd(image).exec();
      return true;
    } catch (NotFoundException absent) {
      return isPulled(image);
    }
  }

  private boolean isPulled(String image) {
    try {
      return docker
          .pullImageCmd(image)
          .exec(new PullImageResultCallback())
          .awaitCompletion(5, TimeUnit.MINUTES);
    } catch (DockerException unreachable) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String named(Path file, String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
    if (!matcher.find()) {
      throw new IllegalStateException("%s names no %s".formatted(file, pattern));
    }
    return matcher.group(1);
  }
}
