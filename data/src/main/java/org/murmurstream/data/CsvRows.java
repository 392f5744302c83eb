package org.murmurstream.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.murmurstream.core.UserException;

/**
 * Rows of a CSV file, as programs and spreadsheets leave them: commas, semicolons or tabs between
 * cells, quotes around them or not, any line ends, with or without a byte order mark, blanks around
 * what is written, and rows in which nothing is written.
 */
public final class CsvRows {

  private static final ObjectReader CELLS =
      new CsvMapper().readerFor(String[].class).with(CsvParser.Feature.WRAP_AS_ARRAY);
  private static final char COMMA = ',';
  private static final List<Character> OTHER_SEPARATORS = List.of(';', '\t');

  /** What some spreadsheets write before all else, to tell each other the separator. */
  private static final String SEPARATOR_LINE = "sep=.\\R";

  private static final String BYTE_ORDER_MARK = "\ufeff";

  private CsvRows() {}

  /**
   * One row.
   *
   * @param number from 1, below the titles, as a spreadsheet counts
   * @param columns what stands there by title, in upper or lower case
   * @param decimalComma whether numbers may be written as 0,5
   */
  public record Row(Path file, int number, Map<String, String> columns, boolean decimalComma) {

    /**
     * What stands in a column.
     *
     * @throws UserException if there is no such column, or nothing in it
     */
    public String get(String column) {
      return find(column).orElseThrow(() -> complaint("has no '" + column + "'"));
    }

    /** What stands in a column, if there is such a column and anything in it. */
    public Optional<String> find(String column) {
      return Optional.ofNullable(columns.get(column)).filter(text -> !text.isEmpty());
    }

    /**
     * The number in a column.
     *
     * @throws UserException if there is none
     */
    public double number(String column) {
      String text = get(column);
      try {
        return Double.parseDouble(decimalComma ? text.replace(COMMA, '.') : text);
      } catch (NumberFormatException e) {
        throw complaint("has no number in '" + column + "'");
      }
    }

    /** To be thrown: says what is wrong with this row. */
    public UserException complaint(String complaint) {
      return CsvRows.complaint(file, number, complaint);
    }
  }

  /**
   * A file with titles.
   *
   * @param titles as they are written, without empty ones
   */
  public record Table(List<String> titles, List<Row> rows) {

    /** Whether there is a column of this title, in upper or lower case. */
    public boolean has(String title) {
      return titles.stream().anyMatch(title::equalsIgnoreCase);
    }
  }

  /**
   * Reads all rows below the titles.
   *
   * @throws UserException if the file cannot be read, two columns have one title, or a row has not
   *     as many columns as titles
   */
  public static List<Row> read(Path file) {
    return table(file).rows();
  }

  /** Likewise, with the titles. */
  public static Table table(Path file) {
    String text = text(file);
    char separator = separator(text);
    List<List<String>> all = cells(file, text, separator);
    int first = 0;
    while (first < all.size() && isBlank(all.get(first))) {
      first++;
    }
    if (first == all.size()) {
      return new Table(List.of(), List.of());
    }
    List<String> titles = all.get(first);
    var named = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (String title : titles) {
      if (!title.isEmpty() && named.put(title, title) != null) {
        throw new UserException("%s has two columns '%s'".formatted(file, title));
      }
    }
    var rows = new ArrayList<Row>();
    for (int i = first + 1; i < all.size(); i++) {
      List<String> cells = all.get(i);
      int number = i - first;
      if (!isBlank(cells)) {
        rows.add(new Row(file, number, columns(file, number, titles, cells), separator != COMMA));
      }
    }
    return new Table(titles.stream().filter(title -> !title.isEmpty()).toList(), rows);
  }

  /**
   * Reads the cells of a file without titles; rows in which nothing is written are left out.
   *
   * @throws UserException if the file cannot be read
   */
  public static List<List<String>> cells(Path file) {
    String text = text(file);
    return cells(file, text, separator(text)).stream().filter(row -> !isBlank(row)).toList();
  }

  private static List<List<String>> cells(Path file, String text, char separator) {
    var rows = new ArrayList<List<String>>();
    CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(separator);
    try (MappingIterator<String[]> found =
        CELLS.with(schema).readValues(text.replaceFirst("\\A" + SEPARATOR_LINE, ""))) {
      while (found.hasNextValue()) {
        rows.add(Arrays.stream(found.nextValue()).map(String::strip).toList());
      }
    } catch (JacksonException e) {
      throw complaint(file, rows.size(), "is no row of a table");
    } catch (IOException e) {
      throw new UserException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
    return rows;
  }

  private static Map<String, String> columns(
      Path file, int number, List<String> titles, List<String> cells) {
    var columns = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    boolean tooMany =
        cells.size() > titles.size() && !isBlank(cells.subList(titles.size(), cells.size()));
    if (cells.size() < titles.size() || tooMany) {
      throw complaint(file, number, "has not as many columns as titles");
    }
    for (int i = 0; i < titles.size(); i++) {
      if (!titles.get(i).isEmpty()) {
        columns.put(titles.get(i), cells.get(i));
      }
    }
    return columns;
  }

  private static boolean isBlank(List<String> cells) {
    return cells.stream().allMatch(String::isEmpty);
  }

  /** The one that is in the first line most often. */
  private static char separator(String text) {
    if (text.matches("(?s)\\A" + SEPARATOR_LINE + ".*")) {
      return text.charAt("sep=".length());
    }
    String line = text.strip().lines().findFirst().orElse("").replaceAll("\"[^\"]*\"", "");
    char best = COMMA;
    for (char other : OTHER_SEPARATORS) {
      if (count(line, other) > count(line, best)) {
        best = other;
      }
    }
    return best;
  }

  private static long count(String line, char wanted) {
    return line.chars().filter(c -> c == wanted).count();
  }

  /** UTF-8, or UTF-16 with its mark, or what spreadsheets of old wrote. */
  private static String text(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UserException("%s cannot be read: %s".formatted(file, e), e);
    }
    String text;
    try {
      text = charset(bytes).newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      text = new String(bytes, StandardCharsets.ISO_8859_1);
    }
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
  }

  private static Charset charset(byte[] bytes) {
    int first = bytes.length < 2 ? 0 : ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
    return first == 0xfffe || first == 0xfeff ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
  }

  private static UserException complaint(Path file, int number, String complaint) {
    return new UserException("%s: row %d %s".formatted(file, number, complaint));
  }
}
