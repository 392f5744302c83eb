package org.murmurstream.proof.rig.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.murmurstream.proof.rig.machine.JavaRuntime;
import org.murmurstream.stream.config.Source;
import org.murmurstream.stream.config.StreamSettings;

/** A cluster and the instances of the application before it, in a directory. */
public final class Deployment implements AutoCloseable {

  /**
   * Time-outs as short as brokers allow, so that a scenario need not wait for those of life, and
   * nobody to end what a broker that was killed forgot.
   */
  private static final Map<String, String> SHORT =
      Map.of(
          "kafka.main.consumer.session.timeout.ms", "6000",
          "kafka.main.consumer.heartbeat.interval.ms", "1000",
          "kafka.producer.transaction.timeout.ms", "10000",
          "gather.progress.timeout", "5m",
          "state.hanging.transactions", "abort",
          "stop.timeout", "60s",
          "start.timeout", "60s",
          "health.address", "localhost",
          "health.port", "0",
          "application.id", "rig");

  private final JavaRuntime java;
  private final Path directory;
  private final Cluster cluster;
  private final Map<String, String> settings;
  private final List<Instance> instances = new ArrayList<>();

  private Deployment(
      JavaRuntime java, Path directory, Cluster cluster, Map<String, String> settings) {
    this.java = java;
    this.directory = directory;
    this.cluster = cluster;
    this.settings = settings;
  }

  /**
   * Starts a cluster, and no instance yet.
   *
   * @param directory for all its data and logs; made if missing
   * @param changed settings of the application, beyond short time-outs
   */
  public static Deployment start(JavaRuntime java, Path directory, Map<String, String> changed)
      throws InterruptedException {
    createDirectories(directory);
    Cluster cluster =
        Cluster.start(java, directory.resolve("cluster"), directory.resolve("cluster.log"));
    Map<String, String> settings = new HashMap<>(SHORT);
    settings.put("bootstrap.servers", cluster.proxied().bootstrapServers());
    settings.put("registry", cluster.proxied().registryUrl());
    settings.putAll(changed);
    return new Deployment(java, directory, cluster, settings);
  }

  public Cluster cluster() {
    return cluster;
  }

  public Path directory() {
    return directory;
  }

  /** The instance of this number, from 0; a new one is not started yet. */
  public Instance instance(int number) {
    while (instances.size() <= number) {
      int next = instances.size();
      instances.add(
          new Instance(
              java,
              directory.resolve("state-" + next),
              directory.resolve("application-" + next + ".log"),
              settings));
    }
    return instances.get(number);
  }

  /** Those there are. */
  public List<Instance> instances() {
    return List.copyOf(instances);
  }

  /** What the application was configured with at first. */
  public StreamSettings settings() {
    return StreamSettings.of(List.of(Source.flags(settings)));
  }

  @Override
  public void close() {
    instances.forEach(Instance::close);
    cluster.close();
  }

  private static void createDirectories(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for a deployment", e);
    }
  }
}
