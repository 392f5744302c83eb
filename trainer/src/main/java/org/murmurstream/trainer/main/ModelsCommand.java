package org.murmurstream.trainer.main;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code murmur models}: its subcommands look at models, and change nothing. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at models: what is released, what one is, in what two differ. Folders can be looked at"
          + " without a broker.",
      ""
    },
    subcommands = {ModelsListCommand.class, ModelsShowCommand.class, ModelsDiffCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur models list",
      "  murmur models list --dir models          bundles in a folder, without a broker",
      "  murmur models show heart",
      "  murmur models diff heart@0a1b models/heart-4"
    })
public final class ModelsCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** Without a subcommand there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name one of list, show and diff.");
  }
}
