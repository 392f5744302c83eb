package org.murmurstream.console;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.murmurstream.core.Durations;
import picocli.CommandLine.TypeConversionException;

/** Values of options as people write them, the same for all commands. */
final class Written {

  private static final int DATE_LENGTH = "2026-12-01".length();

  private Written() {}

  /** A duration such as 30s. */
  static Duration duration(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'%s': %s".formatted(text, e.getMessage()));
    }
  }

  /** A moment such as 2026-12-01T00:00:00Z or, the beginning of that day, 2026-12-01. */
  static Instant instant(String text) {
    try {
      return text.length() == DATE_LENGTH
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "'%s': write a moment such as 2026-12-01T00:00:00Z or 2026-12-01T08:00:00+01:00, or a day such as 2026-12-01"
              .formatted(text));
    }
  }
}
