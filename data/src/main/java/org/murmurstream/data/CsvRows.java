package org.murmurstream.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.murmurstream.core.UserException;

/** Rows of a CSV file with titles. */
public final class CsvRows {

  private static final ObjectReader ROWS =
      new CsvMapper()
          .readerForMapOf(String.class)
          .with(CsvSchema.emptySchema().withHeader())
          .with(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS)
          .with(CsvParser.Feature.TRIM_SPACES)
          .with(CsvParser.Feature.SKIP_EMPTY_LINES);

  private CsvRows() {}

  /**
   * One row.
   *
   * @param number from 1, below the titles
   */
  public record Row(Path file, int number, Map<String, String> columns) {

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
      try {
        return Double.parseDouble(get(column));
      } catch (NumberFormatException e) {
        throw complaint("has no number in '" + column + "'");
      }
    }

    /** To be thrown: says what is wrong with this row. */
    public UserException complaint(String complaint) {
      return new UserException("%s: row %d %s".formatted(file, number, complaint));
    }
  }

  /**
   * Reads all rows.
   *
   * @throws UserException if the file cannot be read, or a row has not as many columns as titles
   */
  public static List<Row> read(Path file) {
    var rows = new ArrayList<Row>();
    try (MappingIterator<Map<String, String>> found = ROWS.readValues(file.toFile())) {
      while (found.hasNextValue()) {
        rows.add(new Row(file, rows.size() + 1, found.nextValue()));
      }
    } catch (JacksonException e) {
      throw new UserException(
          "%s: row %d has not as many columns as titles".formatted(file, rows.size() + 1), e);
    } catch (IOException e) {
      throw new UserException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
    return rows;
  }
}
