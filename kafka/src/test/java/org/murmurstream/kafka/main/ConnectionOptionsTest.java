package org.murmurstream.kafka.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
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

  private static Connection parse(String... args) {
    Any command = new Any();
    new CommandLine(command).parseArgs(args);
    return command.options.connection();
  }
}
