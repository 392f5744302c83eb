package org.murmurstream.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketTest {

  @TempDir private Path folder;

  @Test
  void shouldFindValuesBehindTextsOfAnyCharacters() throws IOException {
    // Given
    Entry entry = new Entry(ArchiveTopic.DIAGNOSES, 1, 2, 3, "", "Zoë-心-𝄞", "exam-ß");
    byte[] first = "first".getBytes(StandardCharsets.UTF_8);
    byte[] second = "second".getBytes(StandardCharsets.UTF_8);
    try (Spool spool = Spool.open(folder, List.of(0L))) {
      spool.add(entry, first);
      spool.add(entry, second);
      spool.sync();
    }

    // When
    try (Bucket bucket = Bucket.open(folder, 0)) {
      List<Bucket.Item> items = bucket.items();

      // Then
      assertThat(items).extracting(Bucket.Item::entry).containsExactly(entry, entry);
      assertThat(bucket.value(items.get(0))).isEqualTo(first);
      assertThat(bucket.value(items.get(1))).isEqualTo(second);
    }
  }
}
