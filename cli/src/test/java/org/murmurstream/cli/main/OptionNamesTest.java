package org.murmurstream.cli.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** One word a thing, over all commands. */
class OptionNamesTest {

  private static final Path GOLDEN = Path.of("src/test/resources/options.txt");

  /** Names of before, and of tools/train.py: they work, and no help tells them. */
  private static final Set<String> FORMER =
      Set.of(
          "--backbone",
          "--bs",
          "--data-root",
          "--half",
          "--kafka-port",
          "--lr",
          "--optimizer",
          "--recordings",
          "--seeds",
          "--segment-bs",
          "--segment-lr",
          "--text");

  @Test
  void shouldCallAThingByOneNameInTheHelpOfAllCommands() {
    // When
    var shown = new StringBuilder();
    forEach(
        (command, line) -> {
          String help = line.getUsageMessage();
          shown.append(help);
          assertThat(help.lines()).as(command).allMatch(text -> text.length() <= 100);
        });

    // Then
    for (String former : FORMER) {
      assertThat(shown.toString()).doesNotContainPattern("(?<![\\w-])" + former + "(?![\\w-])");
    }
  }

  @Test
  void shouldStillTakeTheNamesOfBefore() {
    // When
    var taken = new TreeSet<String>();
    forEach((command, line) -> taken.addAll(line.getCommandSpec().optionsMap().keySet()));

    // Then
    assertThat(taken).containsAll(FORMER);
  }

  /**
   * The list is kept so that a new option is seen beside all others: is there a word for it
   * already, and does that word mean this elsewhere? If the change is meant, copy {@code
   * target/options.txt}.
   */
  @Test
  void shouldHaveTheOptionsOfTheList() throws IOException {
    // Given
    var commands = new TreeMap<String, List<String>>();
    forEach(
        (command, line) ->
            options(line)
                .forEach(
                    option ->
                        commands
                            .computeIfAbsent(
                                first(option) + " " + label(option), name -> new ArrayList<>())
                            .add(command)));

    // When
    List<String> lines = new ArrayList<>();
    commands.forEach((option, of) -> lines.add(option.strip() + ": " + String.join(", ", of)));
    Files.createDirectories(Path.of("target"));
    Files.write(Path.of("target/options.txt"), lines);

    // Then
    assertThat(lines).isEqualTo(Files.readAllLines(GOLDEN));
  }

  @Test
  void shouldGiveClassesByName() {
    forEach(
        (command, line) ->
            assertThat(options(line).map(OptionSpec::paramLabel)).doesNotContain("A,P,U", "P,U,A"));
  }

  /** All but those that every command has. */
  private static Stream<OptionSpec> options(CommandLine line) {
    return line.getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .filter(option -> !Set.of("--help", "--version").contains(first(option)))
        .filter(option -> !Set.of("--log-file", "--verbose").contains(first(option)));
  }

  private static String first(OptionSpec option) {
    return Arrays.stream(option.names()).filter(name -> name.startsWith("--")).findFirst().get();
  }

  private static String label(OptionSpec option) {
    return option.arity().max() == 0 ? "" : option.paramLabel();
  }

  private static void forEach(BiConsumer<String, CommandLine> consumer) {
    forEach("", Murmur.commandLine(), consumer);
  }

  private static void forEach(
      String name, CommandLine line, BiConsumer<String, CommandLine> consumer) {
    consumer.accept(name.strip(), line);
    new TreeMap<>(line.getSubcommands())
        .forEach((command, of) -> forEach(name + " " + command, of, consumer));
  }
}
