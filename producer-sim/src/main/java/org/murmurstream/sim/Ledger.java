package org.murmurstream.sim;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.murmurstream.core.UserException;

/**
 * What was sent and acknowledged, a JSON object a line: what a verifier holds the answers against.
 * An entry is handed to the operating system before {@link #write} returns. Safe for use by several
 * threads.
 */
public final class Ledger implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Writer writer;

  /**
   * Starts a new ledger in place of any file of that name.
   *
   * @throws UserException if the file cannot be written
   */
  public Ledger(Path file) {
    try {
      writer = Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw new UserException("The ledger %s cannot be written.".formatted(file), e);
    }
  }

  public synchronized void write(LedgerEntry entry) {
    try {
      writer.write(JSON.writeValueAsString(entry));
      writer.write('\n');
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger cannot be written", e);
    }
  }

  /**
   * Reads a ledger.
   *
   * @throws UserException if there is none or a line is damaged
   */
  public static List<LedgerEntry> read(Path file) {
    try (MappingIterator<LedgerEntry> entries =
        JSON.readerFor(LedgerEntry.class).readValues(file.toFile())) {
      return entries.readAll();
    } catch (JacksonException e) {
      throw new UserException(
          "%s, line %d: no ledger entry.".formatted(file, e.getLocation().getLineNr()), e);
    } catch (IOException e) {
      throw new UserException("The ledger %s cannot be read.".formatted(file), e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger cannot be written", e);
    }
  }
}
