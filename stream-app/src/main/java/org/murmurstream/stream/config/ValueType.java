package org.murmurstream.stream.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.murmurstream.core.Durations;

/**
 * How a value is written.
 *
 * @param doc what may be written
 * @param parser from what is written to the value; throws {@link IllegalArgumentException} with
 *     what was expected
 */
public record ValueType<T>(String doc, Function<String, T> parser) {

  public static final ValueType<String> TEXT =
      new ValueType<>(
          "text",
          written -> {
            if (written.isBlank()) {
              throw new IllegalArgumentException("it must not be empty");
            }
            return written;
          });

  public static final ValueType<Boolean> FLAG =
      new ValueType<>(
          "true or false",
          written ->
              switch (written) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("write true or false");
              });

  /** A path, or nothing. */
  public static final ValueType<Optional<Path>> OPTIONAL_PATH =
      new ValueType<>(
          "a path, or empty",
          written -> written.isBlank() ? Optional.empty() : Optional.of(Path.of(written)));

  /** A text, or nothing. */
  public static final ValueType<Optional<String>> OPTIONAL_TEXT = optional(TEXT);

  /** A positive duration such as 500ms, 30s, 15m, 24h or 7d. */
  public static final ValueType<Duration> DURATION_OF =
      new ValueType<>("a duration: 500ms, 30s, 15m, 24h, 7d", ValueType::duration);

  /** A whole number from least to most. */
  public static ValueType<Integer> number(int least, int most) {
    String range = "%d to %d".formatted(least, most);
    return new ValueType<>(
        "a whole number, " + range,
        written -> {
          int number;
          try {
            number = Integer.parseInt(written);
          } catch (NumberFormatException e) {
            throw new IllegalArgumentException("write a whole number from " + range, e);
          }
          if (number < least || number > most) {
            throw new IllegalArgumentException("write a whole number from " + range);
          }
          return number;
        });
  }

  /** A value of a type, or nothing. */
  public static <T> ValueType<Optional<T>> optional(ValueType<T> type) {
    return new ValueType<>(
        type.doc() + ", or empty",
        written ->
            written.isBlank() ? Optional.empty() : Optional.of(type.parser().apply(written)));
  }

  /** One of an enum's names, in lower case. */
  public static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
    String names =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return new ValueType<>(
        "one of " + names,
        written ->
            Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(written))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("write one of " + names)));
  }

  private static Duration duration(String written) {
    Duration duration = Durations.parse(written);
    if (duration.isZero()) {
      throw new IllegalArgumentException("write a duration longer than nothing");
    }
    return duration;
  }
}
