package org.murmurstream.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.sim.FleetListener;
import org.murmurstream.sim.LedgerEntry;

/** Keeps what is known of every exam: told by devices and by the reader of answers. */
final class Board implements FleetListener {

  private final double chunkSeconds;
  private final Map<String, Sheet> sheets = new LinkedHashMap<>();
  private final List<MurmurPrediction> strangers = new ArrayList<>();

  Board(double chunkSeconds) {
    this.chunkSeconds = chunkSeconds;
  }

  @Override
  public synchronized void examStarted(ExamRecordings exam, String deviceId) {
    var chunks = new EnumMap<AuscultationSite, Integer>(AuscultationSite.class);
    exam.recordings()
        .forEach(
            recording ->
                chunks.merge(
                    recording.site(),
                    (int) Math.ceil(recording.audio().seconds() / chunkSeconds),
                    Integer::sum));
    sheets.put(exam.examId(), new Sheet(exam, deviceId, chunks));
  }

  @Override
  public synchronized void chunkAcked(LedgerEntry entry) {
    sheets.get(entry.exam()).acknowledge(entry);
  }

  @Override
  public synchronized void examAcked(ExamRecordings exam) {
    sheets.get(exam.examId()).uploaded = true;
  }

  /** Returns the exam as it stands now; empty if nobody uploaded it. */
  synchronized Optional<ExamProgress> answered(MurmurPrediction prediction, long readAtMillis) {
    Sheet sheet = sheets.get(prediction.getExamId());
    if (sheet == null) {
      strangers.add(prediction);
      return Optional.empty();
    }
    long latency = readAtMillis - prediction.getLastChunkAt().toEpochMilli();
    sheet.answers.add(new Answer(prediction, Duration.ofMillis(Math.max(0, latency))));
    return Optional.of(sheet.progress());
  }

  /** Every exam in the order in which they were begun. */
  synchronized List<ExamProgress> exams() {
    return sheets.values().stream().map(Sheet::progress).toList();
  }

  /** Answers to exams that nobody uploaded. */
  synchronized List<MurmurPrediction> strangers() {
    return List.copyOf(strangers);
  }

  private static final class Sheet {
    private final ExamRecordings exam;
    private final String deviceId;
    private final Map<AuscultationSite, Integer> chunks;
    private final Map<AuscultationSite, Set<Long>> acknowledged =
        new EnumMap<>(AuscultationSite.class);
    private final List<Answer> answers = new ArrayList<>();
    private boolean uploaded;

    Sheet(ExamRecordings exam, String deviceId, Map<AuscultationSite, Integer> chunks) {
      this.exam = exam;
      this.deviceId = deviceId;
      this.chunks = chunks;
    }

    void acknowledge(LedgerEntry entry) {
      acknowledged
          .computeIfAbsent(entry.site(), site -> new HashSet<>())
          .add(((long) entry.recording() << Integer.SIZE) | entry.sequence());
    }

    ExamProgress progress() {
      var sites = new EnumMap<AuscultationSite, Double>(AuscultationSite.class);
      chunks.forEach(
          (site, all) ->
              sites.put(site, acknowledged.getOrDefault(site, Set.of()).size() / (double) all));
      return new ExamProgress(
          exam.examId(),
          exam.patientId(),
          deviceId,
          exam.diagnosis().map(diagnosis -> diagnosis.murmur()),
          Collections.unmodifiableMap(sites),
          uploaded,
          List.copyOf(answers));
    }
  }
}
