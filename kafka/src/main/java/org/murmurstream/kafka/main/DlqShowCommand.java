package org.murmurstream.kafka.main;

import java.util.concurrent.Callable;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.Place;
import org.murmurstream.kafka.deadletters.DeadLetter;
import org.murmurstream.kafka.deadletters.LetterBox;
import org.murmurstream.kafka.deadletters.LetterText;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.schemas.RecordingChunk;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code murmur dlq show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Shows one dead letter: why, where its record lay, sizes, and the fields of the chunk if it"
          + " is one. Ids, and bytes that may hold some, are shown with --show-ids alone; samples"
          + " never.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:it was shown", "2:there is none, or no broker"},
    footerHeading = "%nExamples:%n",
    footer = {"  murmur dlq show 3:1045", "  murmur dlq show 3:1045 --show-ids"})
public final class DlqShowCommand implements Callable<Integer> {

  @Mixin private DlqOptions options;

  @Parameters(paramLabel = "PARTITION:OFFSET", description = "Where the letter lies.")
  private String place;

  @Option(
      names = "--show-ids",
      description = "Show the ids of patient, exam and device, and the first bytes of the value.")
  private boolean showIds;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Place at =
        Place.parse(options.topic() + "/" + place)
            .orElseThrow(
                () -> new UserException("A letter is named by PARTITION:OFFSET, such as 3:1045."));
    try (LetterBox letters = LetterBox.open(options.connection(), options.topic())) {
      DeadLetter letter =
          letters
              .at(at.partition(), at.offset())
              .orElseThrow(() -> new UserException("There is no dead letter at %s.".formatted(at)));
      new LetterText(
              AvroSerdes.of(options.connection()).value(RecordingChunk.class).deserializer(),
              options.recordings(),
              showIds)
          .of(letter)
          .forEach(spec.commandLine().getOut()::println);
    }
    return ExitCode.OK;
  }
}
