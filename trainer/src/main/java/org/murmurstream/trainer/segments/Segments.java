package org.murmurstream.trainer.segments;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.encoder.WindowPlan;
import org.murmurstream.model.sites.SegmentHead;

/** The segments of recordings, each taught its patient's label; cut when they are needed. */
final class Segments {

  private final FrontEndConfig frontEnd;
  private final WindowPlan plan;
  private final List<Segment> segments;

  private Segments(FrontEndConfig frontEnd, WindowPlan plan, List<Segment> segments) {
    this.frontEnd = frontEnd;
    this.plan = plan;
    this.segments = segments;
  }

  private record Segment(LabelledRecording recording, int start) {

    MurmurClass label() {
      return recording.patient().label();
    }
  }

  static Segments of(FrontEndConfig frontEnd, WindowPlan plan, List<LabelledRecording> recordings) {
    var segments = new ArrayList<Segment>();
    for (LabelledRecording recording : recordings) {
      for (int start : plan.starts(frontEnd, recording.spectrogram().frames())) {
        segments.add(new Segment(recording, start));
      }
    }
    return new Segments(frontEnd, plan, segments);
  }

  /** The label of each. */
  List<MurmurClass> labels() {
    return segments.stream().map(Segment::label).toList();
  }

  /** The same in random order. */
  Segments shuffled(Random random) {
    var shuffled = new ArrayList<>(segments);
    Collections.shuffle(shuffled, random);
    return new Segments(frontEnd, plan, shuffled);
  }

  /** Some of them in their order. */
  Segments part(int from, int to) {
    return new Segments(frontEnd, plan, segments.subList(from, to));
  }

  /** What is heard in each. */
  List<Spectrogram> windows() {
    return segments.stream()
        .map(segment -> plan.cut(frontEnd, segment.recording().spectrogram(), segment.start()))
        .toList();
  }

  /** The place of each one's label among the classes. */
  int[] targets() {
    return segments.stream()
        .mapToInt(segment -> SegmentHead.CLASSES.indexOf(segment.label()))
        .toArray();
  }
}
