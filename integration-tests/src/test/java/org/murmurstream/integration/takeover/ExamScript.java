package org.murmurstream.integration.takeover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.kafka.wire.Wire;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.Site;
import org.murmurstream.sim.synthetic.ClassMix;
import org.murmurstream.sim.synthetic.SyntheticHearts;
import org.murmurstream.stream.testing.Exams;

/**
 * Which chunks come when. Each exam is named after where it stands at the end; all intend {@link
 * Site#AV} and {@link Site#MV}. The hearts are synthetic, and the same on every machine.
 */
final class ExamScript {

  static final String BEGUN = "begun";
  static final String HEARD = "heard";
  static final String WAITING = "waiting";
  static final String OVERDUE = "overdue";
  static final String ANSWERED = "answered";
  static final String REOPENED = "reopened";
  static final String UNDECIDED = "undecided";
  static final String UNHEARD = "unheard";
  static final String UNCOMMITTED = "uncommitted";

  private static final List<String> NAMES =
      List.of(BEGUN, HEARD, WAITING, OVERDUE, ANSWERED, REOPENED, UNDECIDED, UNHEARD, UNCOMMITTED);

  private static final List<AuscultationSite> SITES =
      List.of(AuscultationSite.AV, AuscultationSite.MV, AuscultationSite.PV);

  private static final long SEED = 7;
  private static final int DRAWN = 60;
  private static final int CHUNKS = 4;
  private static final int SAMPLES = 4000;

  /** Ten bits of a sample say as much to a model, and make a smaller recording. */
  private static final int COARSE = -1 << 6;

  private final List<ExamRecordings> hearts;

  ExamScript() {
    var drawn = new SyntheticHearts(DRAWN, SEED, ClassMix.EVEN);
    hearts =
        drawn.patientIds().stream()
            .map(patientId -> drawn.examine(patientId, 1))
            .filter(heart -> heart.sites().containsAll(SITES))
            .limit(NAMES.size())
            .toList();
  }

  /** Comes first; two exams are to be answered before anything else comes. */
  List<RecordingChunk> first() {
    return join(
        List.of(
            all(OVERDUE, Site.AV),
            chunks(OVERDUE, Site.MV, 0, 1),
            all(ANSWERED, Site.AV),
            all(REOPENED, Site.AV),
            all(ANSWERED, Site.MV),
            all(REOPENED, Site.MV)));
  }

  /**
   * Comes shortly before the deadline of {@link #OVERDUE}; the exam over whose decision the ear is
   * to fall asleep is the last.
   */
  List<RecordingChunk> second() {
    return join(
        List.of(
            chunks(BEGUN, Site.AV, 0, 2),
            all(HEARD, Site.AV),
            all(WAITING, Site.AV),
            chunks(HEARD, Site.MV, 0, 1),
            chunks(WAITING, Site.MV, 0, 1),
            chunks(REOPENED, Site.PV, 0, 2),
            all(UNDECIDED, Site.AV),
            all(UNDECIDED, Site.MV)));
  }

  /** Comes while the ear is asleep. */
  List<RecordingChunk> third() {
    return join(List.of(all(UNHEARD, Site.AV), all(UNHEARD, Site.MV)));
  }

  /** Comes last; the application reads it, and dies before it commits. */
  List<RecordingChunk> fourth() {
    return join(List.of(chunks(UNCOMMITTED, Site.AV, 0, 2), chunks(BEGUN, Site.MV, 0, 2)));
  }

  /**
   * Comes when another build takes over. The devices of {@link #WAITING} and {@link #OVERDUE} are
   * never heard of again, that of {@link #ANSWERED} repeats what it has sent.
   */
  List<RecordingChunk> remaining() {
    return join(
        List.of(
            chunks(BEGUN, Site.MV, 2, CHUNKS),
            all(ANSWERED, Site.AV),
            chunks(HEARD, Site.MV, 1, CHUNKS),
            all(UNCOMMITTED, Site.MV),
            chunks(REOPENED, Site.PV, 2, CHUNKS),
            chunks(UNCOMMITTED, Site.AV, 2, CHUNKS),
            chunks(BEGUN, Site.AV, 2, CHUNKS)));
  }

  private List<RecordingChunk> all(String name, Site site) {
    return chunks(name, site, 0, CHUNKS);
  }

  /** A range of the chunks, each a second long, of an exam's first recording of a site. */
  private List<RecordingChunk> chunks(String name, Site site, int from, int to) {
    ExamRecordings heart = hearts.get(NAMES.indexOf(name));
    SiteRecording recording =
        heart.recordings().stream()
            .filter(one -> one.site() == Wire.of(site))
            .findFirst()
            .orElseThrow();
    Exams exam = Exams.exam(heart.patientId(), name, Site.AV, Site.MV);
    List<RecordingChunk> chunks = new ArrayList<>();
    for (int sequence = from; sequence < to; sequence++) {
      short[] samples = coarse(recording.audio().samples(), sequence * SAMPLES);
      chunks.add(exam.chunk(site, 0, sequence, sequence == CHUNKS - 1, samples).build());
    }
    return chunks;
  }

  private static short[] coarse(short[] from, int begin) {
    short[] samples = Arrays.copyOfRange(from, begin, begin + SAMPLES);
    for (int i = 0; i < samples.length; i++) {
      samples[i] &= COARSE;
    }
    return samples;
  }

  private static List<RecordingChunk> join(List<List<RecordingChunk>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }
}
