package org.murmurstream.integration.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.predictions.PredictionReader;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.TopicCatalogue;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * The system as containers, from our own Dockerfile: synthetic patients in, one prediction an exam
 * out. Broker and registry are Apache's and Confluent's images where an image registry can be
 * reached, our own elsewhere. Skipped where there is no Docker engine, or nothing to build on.
 */
@Timeout(value = 12, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContainersIT {

  private static final int PATIENTS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static Network network;
  private static Cluster cluster;
  private static GenericContainer<?> application;
  private static String base;

  @BeforeAll
  static void startApplication() throws IOException {
    assumeTrue(Images.isLaidOut(), "no class paths are laid out: run mvn package first");
    assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "no Docker engine answers (or it cannot get Testcontainers' Ryuk: set"
            + " TESTCONTAINERS_RYUK_DISABLED=true)");
    var images = new Images(DockerClientFactory.lazyClient());
    Optional<String> found = images.base();
    assumeTrue(found.isPresent(), "no base image can be pulled: build one with docker/base-image");
    base = found.get();

    network = Network.newNetwork();
    cluster = clusterOf(images);
    cluster.start();
    ours("simulator", "create-topics")
        .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(PATIENCE))
        .start();
    application =
        ours("stream", "stream")
            .withExposedPorts(8080)
            .waitingFor(Wait.forHttp("/readyz").withStartupTimeout(PATIENCE));
    application.start();
  }

  @AfterAll
  static void stopEverything() {
    if (application != null) {
      application.stop();
    }
    if (cluster != null) {
      cluster.close();
    }
    if (network != null) {
      network.close();
    }
  }

  @Test
  @Order(1)
  void shouldNotRunAsRoot() throws Exception {
    // When
    String user = application.execInContainer("id", "-u").getStdout().strip();

    // Then
    assertThat(user).isNotEqualTo("0");
  }

  @Test
  @Order(2)
  void shouldAnswerEveryExamOnceWhenSyntheticPatientsAreUploaded() {
    // Given
    var devices =
        ours("simulator", "simulate", "--speed=0", "--synthetic=" + PATIENTS)
            .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(PATIENCE));

    // When
    devices.start();

    // Then
    List<MurmurPrediction> predictions = new ArrayList<>();
    try (var reader =
        PredictionReader.open(cluster.fromHere(), TopicCatalogue.PREDICTIONS.name())) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                predictions.addAll(reader.poll(Duration.ofSeconds(1)));
                assertThat(predictions).hasSizeGreaterThanOrEqualTo(PATIENTS);
              });
      assertThat(predictions)
          .hasSize(PATIENTS)
          .extracting(MurmurPrediction::getExamId)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  @Order(3)
  void shouldEndItsWorkWhenAskedToStop() {
    // When
    DockerClientFactory.lazyClient()
        .stopContainerCmd(application.getContainerId())
        .withTimeout(60)
        .exec();

    // Then
    assertThat(application.getCurrentContainerInfo().getState().getExitCodeLong())
        .as("143 did not drain, 137 had to be killed")
        .isZero();
  }

  private static Cluster clusterOf(Images images) throws IOException {
    Optional<String> kafka = images.kafka();
    Optional<String> registry = kafka.isPresent() ? images.registry() : Optional.empty();
    return registry.isPresent()
        ? new PublicCluster(network, kafka.get(), registry.get())
        : new OwnCluster(network, Images.own("local", base));
  }

  private static GenericContainer<?> ours(String image, String... command) {
    Connection connection = cluster.fromContainers();
    return new GenericContainer<>(Images.own(image, base))
        .withNetwork(network)
        .withEnv("MURMUR_BOOTSTRAP_SERVERS", connection.bootstrapServers())
        .withEnv("MURMUR_REGISTRY", connection.registryUrl())
        .withCommand(command);
  }
}
