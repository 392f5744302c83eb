package org.murmurstream.sim.synthetic;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.murmurstream.core.AgeGroup;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.CyclePhase;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.sim.Rng;

/**
 * A child with a heart, perhaps a murmur, and the places where it will be listened to.
 *
 * @param patientId pseudonym
 * @param finding the class its exam belongs to
 * @param age age group
 * @param heart how the heart beats
 * @param murmurs what flows through it; empty unless the finding is PRESENT
 * @param murmurDecibels how much weaker than at its loudest a murmur is heard, for each site at
 *     which it can be heard at all
 * @param sites where the child is listened to, in order; a site may come twice
 */
record SyntheticPatient(
    String patientId,
    MurmurClass finding,
    AgeGroup age,
    Heart heart,
    List<MurmurTraits> murmurs,
    Map<AuscultationSite, Double> murmurDecibels,
    List<AuscultationSite> sites) {

  private static final double INAUDIBLE_DECIBELS = -8;

  static SyntheticPatient draw(String patientId, MurmurClass finding, Rng rng) {
    AgeGroup age = age(rng);
    Heart heart = Heart.of(age, rng.split("heart"));
    List<AuscultationSite> sites = sites(finding, rng.split("sites"));
    List<MurmurTraits> murmurs = new ArrayList<>();
    Map<AuscultationSite, Double> loudness = new EnumMap<>(AuscultationSite.class);
    if (finding == MurmurClass.PRESENT) {
      Rng flow = rng.split("murmur");
      if (flow.chance(0.99)) {
        murmurs.add(MurmurTraits.systolic(flow));
      }
      if (murmurs.isEmpty() || flow.chance(0.02)) {
        murmurs.add(MurmurTraits.diastolic(flow));
      }
      loudness = loudness(murmurs, sites, flow);
    }
    return new SyntheticPatient(patientId, finding, age, heart, murmurs, loudness, sites);
  }

  Diagnosis diagnosis(String examId) {
    List<AuscultationSite> heardAt = murmurDecibels.keySet().stream().sorted().toList();
    return new Diagnosis(
        patientId,
        Optional.of(examId),
        Optional.of(patientId),
        finding,
        heardAt,
        mostAudible(),
        murmur(CyclePhase.SYSTOLE).map(MurmurTraits::description),
        murmur(CyclePhase.DIASTOLE).map(MurmurTraits::description),
        Optional.of(age));
  }

  private Optional<AuscultationSite> mostAudible() {
    return murmurDecibels.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey);
  }

  private Optional<MurmurTraits> murmur(CyclePhase phase) {
    return murmurs.stream().filter(m -> m.phase() == phase).findFirst();
  }

  private static AgeGroup age(Rng rng) {
    double draw = rng.uniform();
    if (draw < 0.02) {
      return AgeGroup.NEONATE;
    }
    if (draw < 0.18) {
      return AgeGroup.INFANT;
    }
    return draw < 0.88 ? AgeGroup.CHILD : AgeGroup.ADOLESCENT;
  }

  /** A child that does not hold still is listened to at fewer sites. */
  private static List<AuscultationSite> sites(MurmurClass finding, Rng rng) {
    boolean restless = finding == MurmurClass.UNKNOWN;
    List<AuscultationSite> sites = new ArrayList<>(AuscultationSite.STANDARD);
    double draw = rng.uniform();
    int missing = 0;
    if (draw < (restless ? 0.25 : 0.05)) {
      missing = 3;
    } else if (draw < (restless ? 0.65 : 0.2)) {
      missing = 2;
    } else if (draw < (restless ? 0.84 : 0.33)) {
      missing = 1;
    } else if (!restless && draw < 0.35) {
      AuscultationSite again = rng.pick(AuscultationSite.STANDARD);
      sites.add(sites.indexOf(again), again);
    }
    for (int i = 0; i < missing; i++) {
      sites.remove(rng.below(sites.size()));
    }
    return List.copyOf(sites);
  }

  /** A murmur of grade I is heard at few sites, any louder one everywhere. */
  private static Map<AuscultationSite, Double> loudness(
      List<MurmurTraits> murmurs, List<AuscultationSite> sites, Rng rng) {
    boolean loud = murmurs.stream().anyMatch(murmur -> murmur.grade() != MurmurTraits.Grade.I);
    AuscultationSite best = rng.pick(sites);
    Map<AuscultationSite, Double> loudness = new EnumMap<>(AuscultationSite.class);
    loudness.put(best, 0.0);
    for (AuscultationSite site : sites) {
      double decibels = rng.uniform(loud ? -7 : -12, -1);
      if (site != best && decibels > INAUDIBLE_DECIBELS) {
        loudness.putIfAbsent(site, decibels);
      }
    }
    return loudness;
  }
}
