package org.murmurstream.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.UserException;

class CsvRowsTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Name,Share\nx y,0.5\n",
        "\ufeffName,Share\r\nx y,0.5\r\n",
        "name;SHARE\nx y;0,5\n",
        "sep=;\r\nName;Share\r\n\"x y\";0.5",
        "Name\tShare\nx y\t0,5\n",
        "\n,\nName,Share\n,\n x y , 0.5 \n\n,,\n",
        "Name,Share,,\rx y,0.5,,\r",
        "\"Name\",\"Share\"\n\"x y\",\"0.5\"\n"
      })
  void shouldReadTheSameHoweverASpreadsheetLeftIt(String text) throws IOException {
    // When
    List<CsvRows.Row> rows = CsvRows.read(file(text.getBytes(StandardCharsets.UTF_8)));

    // Then
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).get("Name")).isEqualTo("x y");
    assertThat(rows.get(0).number("share")).isEqualTo(0.5);
  }

  @Test
  void shouldReadTextOfOtherEncodings() throws IOException {
    // When // Then
    assertThat(
            CsvRows.read(file("Name\nJosé\n".getBytes(StandardCharsets.UTF_16))).get(0).get("name"))
        .isEqualTo("José");
    assertThat(
            CsvRows.read(file("Name\nJosé\n".getBytes(StandardCharsets.ISO_8859_1)))
                .get(0)
                .get("name"))
        .isEqualTo("José");
  }

  @Test
  void shouldCountRowsAsASpreadsheetDoes() throws IOException {
    // Given
    Path file = file("Name,Share\n,\nx,many\n".getBytes(StandardCharsets.UTF_8));

    // When // Then
    assertThatThrownBy(() -> CsvRows.read(file).get(0).number("Share"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("row 2 has no number in 'Share'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"A,B\n1\n", "A,B\n1,2,3\n", "A,a\n1,2\n", "A,B\n\"1,2\n"})
  void shouldRefuseWhatIsNoTable(String text) throws IOException {
    // Given
    Path file = file(text.getBytes(StandardCharsets.UTF_8));

    // When // Then
    assertThatThrownBy(() -> CsvRows.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(file.toString());
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("table.csv"), bytes);
  }
}
