package org.murmurstream.sim.synthetic;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.murmurstream.schemas.AgeGroup;
import org.murmurstream.schemas.CyclePhase;
import org.murmurstream.schemas.Diagnosis;
import org.murmurstream.schemas.Murmur;
import org.murmurstream.schemas.Site;
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
    Murmur finding,
    AgeGroup age,
    Heart heart,
    List<MurmurTraits> murmurs,
    Map<Site, Double> murmurDecibels,
    List<Site> sites) {

  private static final List<Site> STANDARD = List.of(Site.AV, Site.PV, Site.TV, Site.MV);
  private static final double INAUDIBLE_DECIBELS = -8;

  static SyntheticPatient draw(String patientId, Murmur finding, Rng rng) {
    AgeGroup age = age(rng);
    Heart heart = Heart.of(age, rng.split("heart"));
    List<Site> sites = sites(finding, rng.split("sites"));
    List<MurmurTraits> murmurs = new ArrayList<>();
    Map<Site, Double> loudness = new EnumMap<>(Site.class);
    if (finding == Murmur.PRESENT) {
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
    List<Site> heardAt = murmurDecibels.keySet().stream().sorted().toList();
    return Diagnosis.newBuilder()
        .setPatientId(patientId)
        .setExamId(examId)
        .setSubjectId(patientId)
        .setMurmur(finding)
        .setMurmurLocations(heardAt)
        .setMostAudibleSite(mostAudible().orElse(null))
        .setSystolic(murmur(CyclePhase.SYSTOLE).map(MurmurTraits::description).orElse(null))
        .setDiastolic(murmur(CyclePhase.DIASTOLE).map(MurmurTraits::description).orElse(null))
        .setAgeGroup(age)
        .build();
  }

  private Optional<Site> mostAudible() {
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
  private static List<Site> sites(Murmur finding, Rng rng) {
    boolean restless = finding == Murmur.UNKNOWN;
    List<Site> sites = new ArrayList<>(STANDARD);
    double draw = rng.uniform();
    int missing = 0;
    if (draw < (restless ? 0.25 : 0.05)) {
      missing = 3;
    } else if (draw < (restless ? 0.65 : 0.2)) {
      missing = 2;
    } else if (draw < (restless ? 0.84 : 0.33)) {
      missing = 1;
    } else if (!restless && draw < 0.35) {
      Site again = rng.pick(STANDARD);
      sites.add(sites.indexOf(again), again);
    }
    for (int i = 0; i < missing; i++) {
      sites.remove(rng.below(sites.size()));
    }
    return List.copyOf(sites);
  }

  /** A murmur of grade I is heard at few sites, any louder one everywhere. */
  private static Map<Site, Double> loudness(List<MurmurTraits> murmurs, List<Site> sites, Rng rng) {
    boolean loud = murmurs.stream().anyMatch(murmur -> murmur.grade() != MurmurTraits.Grade.I);
    Site best = rng.pick(sites);
    Map<Site, Double> loudness = new EnumMap<>(Site.class);
    loudness.put(best, 0.0);
    for (Site site : sites) {
      double decibels = rng.uniform(loud ? -7 : -12, -1);
      if (site != best && decibels > INAUDIBLE_DECIBELS) {
        loudness.putIfAbsent(site, decibels);
      }
    }
    return loudness;
  }
}
