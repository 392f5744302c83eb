package org.murmurstream.proof.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.deadletters.LetterHeaders;
import org.murmurstream.local.SharedCluster;
import org.murmurstream.proof.verify.Discrepancy.Kind;
import org.murmurstream.sim.Faults;
import org.murmurstream.sim.FleetSettings;
import org.murmurstream.sim.LedgerEntry;
import org.murmurstream.stream.runtime.Application;

/** Devices, broker, application: five times 0, until somebody tampers with what lies there. */
@ExtendWith(SharedCluster.class)
class VerifierIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final FleetSettings TROUBLED =
      new FleetSettings(0.25, 0, 4, new Faults(0.02, 0.2, 8, 5), 1);

  @TempDir private Path directory;

  @Test
  void shouldNameWhateverIsTamperedWith(Connection connection) throws Exception {
    // Given
    var deployment = new Deployment(connection, directory, Map.of("gather.progress.timeout", "3s"));
    String[] patients = IntStream.range(0, 30).mapToObj(i -> "patient-" + i).toArray(String[]::new);
    String recordings = deployment.topics().recordings();
    List<LedgerEntry> ledger;
    try (Application application = deployment.start()) {
      ledger = deployment.upload(TROUBLED, Deployment.exams(patients));
      deployment.write(
          new ProducerRecord<>(
              recordings, LetterHeaders.bytes("x"), LetterHeaders.bytes("no chunk")));

      // When
      Verification honest = deployment.verify(ledger, PATIENCE);

      // Then
      assertThat(honest.discrepancies()).isEmpty();
      assertThat(honest)
          .returns(30, Verification::exams)
          .returns((long) ledger.size(), Verification::chunks)
          .returns(1L, Verification::deadLetters)
          .returns("0 / 0 / 0 / 0 / 0", Verification::counts);
      assertThat(honest.predictions()).isGreaterThanOrEqualTo(30);
    }

    // When
    ConsumerRecord<byte[], byte[]> answer =
        deployment.read(deployment.topics().predictions()).get(0);
    deployment.write(copy(answer, answer.value()));

    // Then
    assertThat(kinds(deployment, ledger)).containsExactly(Kind.DUPLICATED);

    // When
    ConsumerRecord<byte[], byte[]> embedding =
        deployment.read(deployment.topics().embeddings()).get(0);
    deployment.write(copy(embedding, embedding.value()));

    // Then
    assertThat(kinds(deployment, ledger)).containsExactly(Kind.DUPLICATED, Kind.DUPLICATED);

    // When
    deployment.write(
        new ProducerRecord<>(
            deployment.topics().deadLetters(),
            0,
            null,
            null,
            LetterHeaders.bytes("?"),
            new RecordHeaders()));

    // Then
    assertThat(kinds(deployment, ledger))
        .containsExactly(Kind.DUPLICATED, Kind.DUPLICATED, Kind.UNEXPLAINED);

    // When
    deployment.write(letterOf(deployment, "999"));

    // Then
    assertThat(kinds(deployment, ledger))
        .containsExactly(Kind.DUPLICATED, Kind.DUPLICATED, Kind.PHANTOM, Kind.UNEXPLAINED);

    // When
    deployment.write(
        new ProducerRecord<>(
            recordings, 0, LetterHeaders.bytes("x"), LetterHeaders.bytes("unread")));

    // Then
    assertThat(kinds(deployment, ledger))
        .as("neither read on to, nor a letter of it")
        .containsExactly(
            Kind.DUPLICATED,
            Kind.DUPLICATED,
            Kind.PHANTOM,
            Kind.UNEXPLAINED,
            Kind.UNEXPLAINED,
            Kind.UNEXPLAINED);

    // When
    List<LedgerEntry> longer = new ArrayList<>(ledger);
    longer.add(
        new LedgerEntry(
            "never-arrived", AuscultationSite.AV, 0, 0, true, "0".repeat(64), 1, 1_000_000));

    // Then
    assertThat(kinds(deployment, longer)).startsWith(Kind.LOST, Kind.DUPLICATED);
    assertThat(deployment.verify(longer, Duration.ZERO).toString())
        .doesNotContain("patient-", "never-arrived");
  }

  private static List<Kind> kinds(Deployment deployment, List<LedgerEntry> ledger) {
    return deployment.verify(ledger, Duration.ZERO).discrepancies().stream()
        .map(Discrepancy::kind)
        .sorted()
        .toList();
  }

  private static ProducerRecord<byte[], byte[]> copy(
      ConsumerRecord<byte[], byte[]> record, byte[] value) {
    return new ProducerRecord<>(
        record.topic(), record.partition(), record.key(), value, record.headers());
  }

  private static ProducerRecord<byte[], byte[]> letterOf(Deployment deployment, String offset) {
    var headers = new RecordHeaders();
    headers.add(LetterHeaders.REASON, LetterHeaders.bytes("BAD_CRC"));
    headers.add(LetterHeaders.TOPIC, LetterHeaders.bytes(deployment.topics().recordings()));
    headers.add(LetterHeaders.PARTITION, LetterHeaders.bytes("0"));
    headers.add(LetterHeaders.OFFSET, LetterHeaders.bytes(offset));
    return new ProducerRecord<>(
        deployment.topics().deadLetters(), 0, null, null, LetterHeaders.bytes("?"), headers);
  }
}
