package org.murmurstream.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Help that shows an option by its one name: the first long one that is declared, and a letter if
 * it has any. Further long names are those it had before, or has elsewhere; they work, and are not
 * told.
 */
final class UsageHelp extends Help {

  private static final String LONG = "--";

  UsageHelp(CommandSpec spec, ColorScheme colours) {
    super(spec, colours);
  }

  /** The names of an option that are shown. */
  static List<String> shown(OptionSpec option) {
    Stream<String> letters = Arrays.stream(option.names()).filter(name -> !name.startsWith(LONG));
    Stream<String> first =
        Arrays.stream(option.names()).filter(name -> name.startsWith(LONG)).limit(1);
    return Stream.concat(letters, first).toList();
  }

  /** What must be given, and that there is more: the list below tells all. */
  @Override
  public String synopsis(int headingLength) {
    CommandSpec spec = commandSpec();
    var words = new ArrayList<String>();
    words.add(spec.qualifiedName());
    spec.options().stream()
        .filter(option -> option.required() && option.group() == null)
        .map(option -> shown(option).get(0) + "=" + option.paramLabel())
        .forEach(words::add);
    words.add("[OPTIONS]");
    for (PositionalParamSpec file : spec.positionalParameters()) {
      String label = file.paramLabel() + (file.arity().max() > 1 ? "..." : "");
      words.add(file.required() ? label : "[" + label + "]");
    }
    if (!spec.subcommands().isEmpty()) {
      words.add("COMMAND");
    }
    return wrapped(words, headingLength, spec.usageMessage().width());
  }

  private static String wrapped(List<String> words, int indent, int width) {
    var text = new StringBuilder();
    int column = indent;
    for (String word : words) {
      boolean first = text.isEmpty();
      if (!first && column + 1 + word.length() > width) {
        text.append(System.lineSeparator()).append(" ".repeat(indent + 2));
        column = indent + 2;
      } else if (!first) {
        text.append(' ');
        column++;
      }
      text.append(word);
      column += word.length();
    }
    return text.append(System.lineSeparator()).toString();
  }

  @Override
  public IOptionRenderer createDefaultOptionRenderer() {
    IOptionRenderer renderer = super.createDefaultOptionRenderer();
    return (option, labels, scheme) ->
        renderer.render(
            OptionSpec.builder(option).names(shown(option).toArray(String[]::new)).build(),
            labels,
            scheme);
  }
}
