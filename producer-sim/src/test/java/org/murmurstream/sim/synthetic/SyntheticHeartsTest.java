package org.murmurstream.sim.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.CycleInterval;
import org.murmurstream.core.CyclePhase;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.UserException;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.sim.Rng;

class SyntheticHeartsTest {

  @Test
  void shouldGiveTheSameSamplesOnEveryMachine() throws Exception {
    // Given
    var hearts = new SyntheticHearts(3, 42, ClassMix.EVEN);

    // When
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (String patientId : hearts.patientIds()) {
      for (SiteRecording recording : hearts.examine(patientId, 1).recordings()) {
        short[] samples = recording.audio().samples();
        ByteBuffer bytes = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(samples);
        digest.update(bytes.array());
      }
    }

    // Then: this changes only when synthetic hearts are meant to sound different
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("83149e4fb9fafc28d7b75acd7c018e3ec37ac390bb5e5f423d3d811347d4f245");
  }

  @Test
  void shouldHoldAllClassesAmongTwelvePatientsInTheRealisticMix() {
    // When
    Map<MurmurClass, Long> findings = count(new SyntheticHearts(12, 1, ClassMix.REALISTIC));

    // Then
    assertThat(findings)
        .containsOnly(
            Map.entry(MurmurClass.ABSENT, 9L),
            Map.entry(MurmurClass.PRESENT, 2L),
            Map.entry(MurmurClass.UNKNOWN, 1L));
  }

  @Test
  void shouldKeepAPatientWhateverTheNumberOfPatients() {
    // Given
    var few = new SyntheticHearts(3, 5, ClassMix.REALISTIC);
    var many = new SyntheticHearts(30, 5, ClassMix.REALISTIC);

    // When // Then
    for (String patientId : few.patientIds()) {
      assertThat(many.examine(patientId, 1).recordings().get(0).audio().samples())
          .isEqualTo(few.examine(patientId, 1).recordings().get(0).audio().samples());
    }
  }

  @Test
  void shouldRecordTenToThirtySecondsAtFourKilohertz() {
    // When // Then
    for (ExamRecordings exam : exams(6, ClassMix.EVEN)) {
      assertThat(exam.recordings()).isNotEmpty();
      for (SiteRecording recording : exam.recordings()) {
        assertThat(recording.audio().sampleRateHz()).isEqualTo(4000);
        assertThat(recording.audio().seconds()).isBetween(10.0, 30.0);
      }
    }
  }

  @Test
  void shouldSometimesLeaveOutASiteAndSometimesRepeatOne() {
    // When
    List<List<AuscultationSite>> sites =
        IntStream.range(0, 400)
            .mapToObj(i -> SyntheticPatient.draw("p", MurmurClass.ABSENT, new Rng(i)).sites())
            .toList();

    // Then
    assertThat(sites).filteredOn(s -> s.size() == 4).hasSizeBetween(230, 300);
    assertThat(sites).filteredOn(s -> s.size() == 3).hasSizeBetween(30, 80);
    assertThat(sites).filteredOn(s -> s.size() == 2).hasSizeBetween(35, 90);
    assertThat(sites).filteredOn(s -> s.size() == 1).hasSizeBetween(8, 40);
    assertThat(sites).filteredOn(s -> s.size() == 5).hasSizeBetween(1, 20);
  }

  @Test
  void shouldListenToFewerSitesOfAnUnknownPatient() {
    // Given
    Function<MurmurClass, Double> meanSites =
        finding ->
            IntStream.range(0, 400)
                .map(i -> SyntheticPatient.draw("p", finding, new Rng(i)).sites().size())
                .average()
                .orElseThrow();

    // When // Then
    assertThat(meanSites.apply(MurmurClass.UNKNOWN)).isBetween(2.0, 2.6);
    assertThat(meanSites.apply(MurmurClass.ABSENT)).isBetween(3.2, 3.7);
  }

  @Test
  void shouldMarkWholeBeatsInOrderWithinTheRecording() {
    // Given
    List<CyclePhase> cycle =
        List.of(CyclePhase.S1, CyclePhase.SYSTOLE, CyclePhase.S2, CyclePhase.DIASTOLE);

    // When // Then
    for (ExamRecordings exam : exams(6, ClassMix.EVEN)) {
      for (SiteRecording recording : exam.recordings()) {
        double marked = 0;
        int n = 0;
        for (CycleInterval mark : recording.marks()) {
          assertThat(mark.phase()).isEqualTo(cycle.get(n++ % 4));
          assertThat(mark.startSeconds()).isGreaterThanOrEqualTo(marked - 1e-12);
          assertThat(mark.endSeconds()).isGreaterThan(mark.startSeconds());
          marked = mark.endSeconds();
        }
        assertThat(n % 4).isZero();
        assertThat(marked).isLessThanOrEqualTo(recording.audio().seconds());
      }
    }
  }

  @Test
  void shouldSoundWhereItMarksSounds() {
    // Given
    List<Double> first = new ArrayList<>();
    List<Double> second = new ArrayList<>();
    List<Double> systole = new ArrayList<>();

    // When
    for (ExamRecordings exam : exams(6, new ClassMix(1, 0, 0))) {
      for (SiteRecording recording : exam.recordings()) {
        double diastole = decibels(recording, CyclePhase.DIASTOLE, 0, 1);
        first.add(decibels(recording, CyclePhase.S1, 0, 1) - diastole);
        second.add(decibels(recording, CyclePhase.S2, 0, 1) - diastole);
        systole.add(decibels(recording, CyclePhase.SYSTOLE, 0.2, 1) - diastole);
      }
    }

    // Then
    assertThat(first).allMatch(excess -> excess > 2);
    assertThat(second).allMatch(excess -> excess > 2);
    assertThat(median(first)).isGreaterThan(8);
    assertThat(median(second)).isGreaterThan(8);
    assertThat(median(systole)).isCloseTo(0, within(1.5));
  }

  @Test
  void shouldPutAMurmurWhereTheDiagnosisSaysAndNowhereElse() {
    // Given
    List<Double> loud = new ArrayList<>();
    List<Double> absent = new ArrayList<>();

    // When
    for (ExamRecordings exam : exams(30, new ClassMix(1, 1, 0))) {
      Diagnosis diagnosis = exam.diagnosis().orElseThrow();
      for (SiteRecording recording : exam.recordings()) {
        double excess =
            decibels(recording, CyclePhase.SYSTOLE, 0.1, 0.9)
                - decibels(recording, CyclePhase.DIASTOLE, 0.5, 1);
        if (diagnosis.murmur() == MurmurClass.ABSENT) {
          absent.add(excess);
        } else if (diagnosis.systolic().isPresent()
            && diagnosis.systolic().get().grading().orElseThrow().equals("III/VI")
            && recording.site() == diagnosis.mostAudibleSite().orElseThrow()) {
          loud.add(excess);
        }
      }
    }

    // Then
    assertThat(median(loud)).isGreaterThan(8);
    assertThat(median(absent)).isBetween(-1.0, 2.0);
  }

  @Test
  void shouldDescribeEveryMurmurAndOnlyMurmurs() {
    for (int seed = 0; seed < 300; seed++) {
      // Given
      MurmurClass finding =
          new Rng(seed).pick(List.of(MurmurClass.PRESENT, MurmurClass.UNKNOWN, MurmurClass.ABSENT));

      // When
      var patient = SyntheticPatient.draw("p", finding, new Rng(seed));
      Diagnosis diagnosis = patient.diagnosis("p-e1");

      // Then
      boolean present = finding == MurmurClass.PRESENT;
      assertThat(diagnosis.murmur()).isEqualTo(finding);
      assertThat(diagnosis.systolic().isPresent() || diagnosis.diastolic().isPresent())
          .isEqualTo(present);
      assertThat(diagnosis.murmurLocations().isEmpty()).isEqualTo(!present);
      assertThat(patient.sites()).containsAll(diagnosis.murmurLocations());
      if (present) {
        assertThat(diagnosis.murmurLocations()).contains(diagnosis.mostAudibleSite().orElseThrow());
      }
    }
  }

  @Test
  void shouldDrownTheHeartOfAnUnknownPatient() {
    // Given
    Function<List<ExamRecordings>, Double> markedShare =
        exams ->
            exams.stream()
                .flatMap(exam -> exam.recordings().stream())
                .mapToDouble(
                    r ->
                        r.marks().stream().mapToDouble(m -> m.endSeconds() - m.startSeconds()).sum()
                            / r.audio().seconds())
                .average()
                .orElseThrow();

    // When // Then
    assertThat(markedShare.apply(exams(5, new ClassMix(0, 0, 1)))).isLessThan(0.2);
    assertThat(markedShare.apply(exams(5, new ClassMix(1, 0, 0)))).isGreaterThan(0.5);
  }

  @Test
  void shouldRefuseAMixOfNothing() {
    // When // Then
    assertThatThrownBy(() -> new ClassMix(0, 0, 0)).isInstanceOf(UserException.class);
    assertThatThrownBy(() -> new ClassMix(1, -1, 1)).isInstanceOf(UserException.class);
    assertThatThrownBy(() -> new ClassMix(1, Double.NaN, 1)).isInstanceOf(UserException.class);
  }

  private static List<ExamRecordings> exams(int patients, ClassMix mix) {
    var hearts = new SyntheticHearts(patients, 9, mix);
    return hearts.patientIds().stream().map(id -> hearts.examine(id, 1)).toList();
  }

  private static Map<MurmurClass, Long> count(SyntheticHearts hearts) {
    return hearts.patientIds().stream()
        .map(id -> hearts.examine(id, 1).diagnosis().orElseThrow().murmur())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  /** Median over intervals of the mean power in one phase, from a share of it to another. */
  private static double decibels(
      SiteRecording recording, CyclePhase phase, double from, double to) {
    short[] samples = recording.audio().samples();
    List<Double> levels = new ArrayList<>();
    for (CycleInterval mark : recording.marks()) {
      if (mark.phase() == phase) {
        double length = mark.endSeconds() - mark.startSeconds();
        int first = (int) ((mark.startSeconds() + from * length) * 4000);
        int last = (int) ((mark.startSeconds() + to * length) * 4000);
        double power =
            IntStream.range(first, Math.min(last, samples.length))
                .mapToDouble(i -> (double) samples[i] * samples[i])
                .average()
                .orElseThrow();
        levels.add(10 * Math.log10(power + 1));
      }
    }
    return median(levels);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
