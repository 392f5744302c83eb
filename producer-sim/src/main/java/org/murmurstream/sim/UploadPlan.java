package org.murmurstream.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.UserException;
import org.murmurstream.core.exam.ChunkLimits;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.SiteRecording;

/**
 * What a device uploads of one exam, and in which order: every recording one after the other, cut
 * into chunks, with losses, duplicates and disorder.
 *
 * <p>A pure function of exam, chunk length and faults: neither speed nor time nor other exams
 * change it.
 *
 * @param uploads what is sent, in this order
 * @param lost how many chunks of the exam are never sent
 * @param repeated how many uploads repeat one that is sent anyway
 */
public record UploadPlan(List<PlannedChunk> uploads, int lost, int repeated) {

  private static final int MAX_CHUNK_BYTES = ChunkLimits.MAX_SAMPLES_BYTES;
  private static final int MAX_CHUNKS = ChunkLimits.MAX_SEQUENCE + 1;

  public UploadPlan {
    uploads = List.copyOf(uploads);
  }

  /**
   * Plans the uploads of one exam.
   *
   * @param chunkSeconds length of a chunk; the last one of a recording may be shorter
   * @throws UserException if the chunks would be larger or more than the schema allows
   */
  public static UploadPlan of(ExamRecordings exam, double chunkSeconds, Faults faults) {
    Rng rng = new Rng(faults.seed()).split(exam.examId());
    Rng losses = rng.split("loss");
    Rng duplicates = rng.split("duplicate");
    List<PlannedChunk> uploads = new ArrayList<>();
    int lost = 0;
    int repeated = 0;
    for (PlannedChunk chunk : cut(exam, chunkSeconds)) {
      if (losses.chance(faults.loss())) {
        lost++;
        continue;
      }
      uploads.add(chunk);
      while (duplicates.chance(faults.duplicate())) {
        uploads.add(chunk);
        repeated++;
      }
    }
    return new UploadPlan(
        shuffled(uploads, faults.shuffle(), rng.split("shuffle")), lost, repeated);
  }

  private static List<PlannedChunk> cut(ExamRecordings exam, double chunkSeconds) {
    List<PlannedChunk> chunks = new ArrayList<>();
    double begin = 0;
    for (SiteRecording recording : exam.recordings()) {
      Pcm audio = recording.audio();
      int size = chunkSamples(audio, chunkSeconds);
      int length = audio.samples().length;
      for (int from = 0; from < length; from += size) {
        int to = Math.min(length, from + size);
        chunks.add(
            new PlannedChunk(
                recording,
                from / size,
                to == length,
                from,
                to,
                begin + (double) from / audio.sampleRateHz(),
                begin + (double) to / audio.sampleRateHz()));
      }
      begin += audio.seconds();
    }
    return chunks;
  }

  private static int chunkSamples(Pcm audio, double chunkSeconds) {
    long samples = Math.round(chunkSeconds * audio.sampleRateHz());
    if (samples < 1 || samples * Short.BYTES > MAX_CHUNK_BYTES) {
      throw new UserException(
          "Chunks of %s s at %d Hz hold %d samples; allowed are 1 to %d."
              .formatted(
                  chunkSeconds, audio.sampleRateHz(), samples, MAX_CHUNK_BYTES / Short.BYTES));
    }
    if (audio.samples().length > samples * MAX_CHUNKS) {
      throw new UserException(
          "Chunks of %s s cut a recording into more than %d; choose longer ones."
              .formatted(chunkSeconds, MAX_CHUNKS));
    }
    return (int) samples;
  }

  /** Every place is blurred by less than the window, then all are sorted by it. */
  private static List<PlannedChunk> shuffled(List<PlannedChunk> uploads, int window, Rng rng) {
    record Placed(PlannedChunk chunk, double place) {}
    List<Placed> placed = new ArrayList<>();
    for (PlannedChunk chunk : uploads) {
      placed.add(new Placed(chunk, placed.size() + window * rng.uniform()));
    }
    placed.sort(Comparator.comparingDouble(Placed::place));
    List<PlannedChunk> shuffled = new ArrayList<>();
    for (Placed moved : placed) {
      double due = uploads.get(shuffled.size()).dueSeconds();
      shuffled.add(moved.chunk().dueAt(due));
    }
    return shuffled;
  }
}
