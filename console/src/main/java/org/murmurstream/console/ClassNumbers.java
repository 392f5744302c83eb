package org.murmurstream.console;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.murmurstream.core.MurmurClass;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number for each class, as an option takes them: by name, so that no order is to be known. */
public record ClassNumbers(double present, double unknown, double absent) {

  /** What an option that takes them is labelled with. */
  public static final String LABEL = "present=X,unknown=X,absent=X";

  /** The order of three numbers without names, as scripts of before have them. */
  private static final List<MurmurClass> FORMER_ORDER =
      List.of(MurmurClass.ABSENT, MurmurClass.PRESENT, MurmurClass.UNKNOWN);

  /** Reads them. */
  public static final class Converter implements ITypeConverter<ClassNumbers> {

    @Override
    public ClassNumbers convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "'%s': write a number for each class, such as present=4.5,unknown=6,absent=1"
                .formatted(text));
      }
    }
  }

  /**
   * Reads {@code present=X,unknown=X,absent=X} in any order, or three numbers.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static ClassNumbers parse(String text) {
    String[] parts = text.split(",", -1);
    Map<MurmurClass, Double> numbers = new EnumMap<>(MurmurClass.class);
    for (int i = 0; i < parts.length; i++) {
      String[] pair = parts[i].strip().split("=", -1);
      boolean named = pair.length == 2;
      if (pair.length > 2 || (!named && (i >= FORMER_ORDER.size() || text.indexOf('=') >= 0))) {
        throw new IllegalArgumentException("no number of a class: " + parts[i]);
      }
      MurmurClass murmur =
          named ? MurmurClass.valueOf(pair[0].toUpperCase(Locale.ROOT)) : FORMER_ORDER.get(i);
      if (numbers.put(murmur, Double.valueOf(pair[pair.length - 1])) != null) {
        throw new IllegalArgumentException("twice: " + murmur);
      }
    }
    if (!numbers.keySet().containsAll(Arrays.asList(MurmurClass.values()))) {
      throw new IllegalArgumentException("a class is missing");
    }
    return new ClassNumbers(
        numbers.get(MurmurClass.PRESENT),
        numbers.get(MurmurClass.UNKNOWN),
        numbers.get(MurmurClass.ABSENT));
  }
}
