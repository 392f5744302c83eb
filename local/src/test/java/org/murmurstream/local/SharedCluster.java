package org.murmurstream.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.murmurstream.core.AtomicFiles;
import org.murmurstream.kafka.Connection;
import org.murmurstream.schemas.TopicSpec;

/**
 * One broker and one registry for all tests of this JVM: a test class names it in
 * {@code @ExtendWith} and takes a {@link Connection} as a parameter. Tests keep apart by topics and
 * keys of their own.
 */
public final class SharedCluster implements ParameterResolver {

  /** Partitions of a topic made by {@link #narrow}. */
  public static final int PARTITIONS = 3;

  private static final Namespace NAMESPACE = Namespace.create(SharedCluster.class);

  /**
   * The same topic with few partitions. What holds for three holds for all; and each partition of
   * the recordings brings seven changelogs, which is where the time of a test's start goes.
   */
  public static TopicSpec narrow(TopicSpec spec) {
    return new TopicSpec(
        spec.name(),
        spec.key(),
        spec.value(),
        PARTITIONS,
        spec.retention(),
        spec.cleanup(),
        spec.unpacked());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Connection.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Running.class, type -> new Running(), Running.class)
        .cluster
        .connection();
  }

  /** JUnit closes it after the last test. */
  private static final class Running implements AutoCloseable {

    private final Path directory;
    private final LocalCluster cluster;

    Running() {
      try {
        directory = Files.createTempDirectory("murmur-cluster");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      cluster = LocalCluster.start(directory);
    }

    @Override
    public void close() throws IOException {
      cluster.close();
      AtomicFiles.deleteFolder(directory);
    }
  }
}
