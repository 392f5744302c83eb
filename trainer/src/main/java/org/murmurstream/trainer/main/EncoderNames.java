package org.murmurstream.trainer.main;

import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The encoders of {@code murmur pretrain} as they are typed: {@code tiny-c}. */
final class EncoderNames implements ITypeConverter<PretrainCommand.Encoder>, Iterable<String> {

  @Override
  public PretrainCommand.Encoder convert(String value) {
    try {
      return PretrainCommand.Encoder.valueOf(value.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "expected one of %s but was '%s'".formatted(names().toList(), value));
    }
  }

  @Override
  public Iterator<String> iterator() {
    return names().iterator();
  }

  private static Stream<String> names() {
    return Stream.of(PretrainCommand.Encoder.values())
        .map(encoder -> encoder.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
