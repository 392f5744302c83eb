package org.murmurstream.integration.containers;

import java.time.Duration;
import org.murmurstream.kafka.Connection;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Apache Kafka and Confluent's Schema Registry. */
final class PublicCluster implements Cluster {

  private static final String BROKER = "kafka:19092";
  private static final int REGISTRY_PORT = 8081;

  private final KafkaContainer kafka;
  private final GenericContainer<?> registry;

  PublicCluster(Network network, String kafkaImage, String registryImage) {
    kafka =
        new KafkaContainer(DockerImageName.parse(kafkaImage))
            .withNetwork(network)
            .withListener(BROKER)
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
    registry =
        new GenericContainer<>(DockerImageName.parse(registryImage))
            .dependsOn(kafka)
            .withNetwork(network)
            .withNetworkAliases("schema-registry")
            .withExposedPorts(REGISTRY_PORT)
            .withEnv("SCHEMA_REGISTRY_HOST_NAME", "schema-registry")
            .withEnv("SCHEMA_REGISTRY_LISTENERS", "http://0.0.0.0:" + REGISTRY_PORT)
            .withEnv("SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS", "PLAINTEXT://" + BROKER)
            .withEnv("SCHEMA_REGISTRY_KAFKASTORE_TOPIC_REPLICATION_FACTOR", "1")
            .waitingFor(Wait.forHttp("/subjects").withStartupTimeout(Duration.ofMinutes(2)));
  }

  @Override
  public void start() {
    registry.start();
  }

  @Override
  public Connection fromContainers() {
    return new Connection(BROKER, "http://schema-registry:" + REGISTRY_PORT);
  }

  @Override
  public Connection fromHere() {
    return new Connection(
        kafka.getBootstrapServers(),
        "http://%s:%d".formatted(registry.getHost(), registry.getMappedPort(REGISTRY_PORT)));
  }

  @Override
  public void stop() {
    registry.stop();
    kafka.stop();
  }
}
