package org.murmurstream.trainer.main.options;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.murmurstream.trainer.result.Measure;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a training prints of its decisions: a picocli mixin. */
public final class MetricsOption {

  @Option(
      names = "--metrics",
      arity = "1..*",
      split = ",",
      defaultValue = "wacc,uar,recall_present,recall_unknown,recall_absent",
      paramLabel = "NAME",
      description =
          "What to print: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). All are written to"
              + " metrics.json.",
      completionCandidates = Names.class,
      converter = Names.class)
  private List<Measure> measures;

  /** What to print. */
  public List<Measure> measures() {
    return measures;
  }

  /** The measures that can be asked for. */
  public static final class Names implements ITypeConverter<Measure>, Iterable<String> {

    @Override
    public Measure convert(String value) {
      String name = value.toUpperCase(Locale.ROOT);
      return Measure.OF_DECISIONS.stream()
          .filter(measure -> measure.name().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected one of %s (case-insensitive) but was '%s'"
                          .formatted(names().toList(), value)));
    }

    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }

    private static Stream<String> names() {
      return Measure.OF_DECISIONS.stream().map(Measure::name);
    }
  }
}
