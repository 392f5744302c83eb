package org.murmurstream.kafka.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.Connection;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class ConnectionOptionsTest {

  @Command
  private static final class Any {
    @Mixin private ConnectionOptions options;
  }

  @Test
  void shouldTakeAddressesAndProperties() {
    assertThat(
            parse(
                "--bootstrap-servers=a:1,b:2",
                "--registry=http://c:3",
                "--kafka-config=acks=all",
                "--kafka-config=basic.auth.user.info=app:pass=word"))
        .isEqualTo(
            new Connection(
                "a:1,b:2",
                "http://c:3",
                Map.of("acks", "all", "basic.auth.user.info", "app:pass=word")));
  }

  @Test
  void shouldRefuseAPropertyWithoutAValue() {
    assertThatThrownBy(() -> parse("--kafka-config=acks"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--kafka-config");
  }

  @Test
  void shouldTakeSecretsFromAFileAndTheEnvironmentWhichTheCommandLineOverrules(
      @TempDir Path directory) throws IOException {
    // Given
    Path file = directory.resolve("client.properties");
    Files.writeString(
        file, "security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.jaas.config=of the file");
    Any command = new Any();
    new CommandLine(command)
        .parseArgs("--kafka-config-file=" + file, "--kafka-config=sasl.mechanism=SCRAM-SHA-256");

    // When
    Connection connection =
        command.options.connection(
            Map.of(
                "MURMUR_KAFKA_SASL_JAAS_CONFIG", "of the environment",
                "MURMUR_BUNDLE", "x",
                "PATH", "x"));

    // Then
    assertThat(connection.properties())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "SCRAM-SHA-256",
                "sasl.jaas.config", "of the environment"));
  }

  @Test
  void shouldSayWhichFileIsMissing() {
    assertThatThrownBy(() -> parse("--kafka-config-file=/nowhere/client.properties"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("/nowhere/client.properties");
  }

  private static Connection parse(String... args) {
    Any command = new Any();
    new CommandLine(command).parseArgs(args);
    return command.options.connection(Map.of());
  }
}
