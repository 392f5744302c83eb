package org.murmurstream.sim.synthetic;

import java.util.ArrayList;
import java.util.List;
import org.murmurstream.core.AgeGroup;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.CycleInterval;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Pcm;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.sim.Rng;
import org.murmurstream.sim.synthetic.RoomNoise.Disturbance;

/** Records a synthetic patient: 4 kHz, 16 bits, clipped where it is too loud. */
final class SyntheticStethoscope {

  static final int SAMPLE_RATE_HZ = 4000;

  /** Added to a heart with a loud murmur, which is one that works hard. */
  private static final double LOUD_MURMUR_DECIBELS = 5;

  private static final double BREATH_ON_SOUND_DECIBELS = 0.9;
  private static final double CRY_HERTZ = 430;
  private static final double VOICE_HERTZ = 210;

  private SyntheticStethoscope() {}

  /**
   * Makes all recordings of one exam.
   *
   * @param rng the patient's; recordings are drawn from it by their number
   */
  static List<SiteRecording> record(SyntheticPatient patient, Rng rng) {
    HeartSounds sounds = new HeartSounds(patient.heart(), SAMPLE_RATE_HZ, rng.split("sounds"));
    double loudness = rng.split("loudness").gaussian(0, 2.5);
    if (patient.murmurs().stream().anyMatch(m -> m.grade() == MurmurTraits.Grade.III)) {
      loudness += LOUD_MURMUR_DECIBELS;
    }
    List<SiteRecording> recordings = new ArrayList<>();
    for (int i = 0; i < patient.sites().size(); i++) {
      AuscultationSite site = patient.sites().get(i);
      int index = (int) recordings.stream().filter(r -> r.site() == site).count();
      recordings.add(record(patient, sounds, loudness, site, index, rng.split("recording-" + i)));
    }
    return recordings;
  }

  private static SiteRecording record(
      SyntheticPatient patient,
      HeartSounds sounds,
      double loudness,
      AuscultationSite site,
      int index,
      Rng rng) {
    boolean poor = patient.finding() == MurmurClass.UNKNOWN;
    double[] signal = new double[(int) (seconds(rng) * SAMPLE_RATE_HZ)];
    double breathPhase = rng.uniform();
    List<SyntheticBeat> beats =
        patient
            .heart()
            .beats((double) signal.length / SAMPLE_RATE_HZ, breathPhase, rng.split("rhythm"));

    double contact = loudness + rng.gaussian(0, 2) - (poor ? rng.uniform(0, 6) : 0);
    Rng touch = rng.split("touch");
    for (SyntheticBeat beat : beats) {
      double gain = contact - BREATH_ON_SOUND_DECIBELS * beat.breath() + touch.gaussian(0, 0.8);
      sounds.addTo(
          signal,
          beat,
          Decibels.amplitude(gain + firstSoundDecibels(site)),
          Decibels.amplitude(gain + secondSoundDecibels(site)));
    }
    Double murmurDecibels = patient.murmurDecibels().get(site);
    if (murmurDecibels != null) {
      for (MurmurTraits murmur : patient.murmurs()) {
        new MurmurSound(murmur, SAMPLE_RATE_HZ, rng.split("murmur-" + murmur.phase()))
            .addTo(signal, beats, Decibels.amplitude(contact + murmurDecibels));
      }
    }
    MurmurSound.flow(SAMPLE_RATE_HZ, rng.split("flow"))
        .addTo(signal, beats, Decibels.amplitude(contact));
    Rng around = rng.split("surroundings");
    RoomNoise surroundings =
        poor
            ? RoomNoise.restless(patient.age() == AgeGroup.CHILD ? VOICE_HERTZ : CRY_HERTZ, around)
            : RoomNoise.calm(around);
    List<Disturbance> disturbances =
        surroundings.addTo(signal, patient.heart(), breathPhase, SAMPLE_RATE_HZ, around);
    double gain = Decibels.amplitude(rng.split("gain").gaussian(0, 4.5));
    return new SiteRecording(
        site, index, quantise(signal, gain), marks(beats, disturbances, signal.length));
  }

  /** 10 to 30: a third are cut short, the others last about 21 s or as long as they may. */
  private static double seconds(Rng rng) {
    double draw = rng.uniform();
    if (draw < 0.3) {
      return rng.uniform(10, 19.5);
    }
    return draw < 0.65 ? rng.uniform(19.5, 23) : rng.uniform(28, 30);
  }

  private static double firstSoundDecibels(AuscultationSite site) {
    return switch (site) {
      case AV -> -1.5;
      case TV -> 1;
      default -> 0;
    };
  }

  private static double secondSoundDecibels(AuscultationSite site) {
    return switch (site) {
      case PV -> 1.5;
      case TV -> -0.5;
      case MV -> -1;
      default -> 0;
    };
  }

  private static Pcm quantise(double[] signal, double gain) {
    short[] samples = new short[signal.length];
    for (int i = 0; i < samples.length; i++) {
      long rounded = Math.round(gain * signal[i] * Short.MAX_VALUE);
      samples[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, rounded));
    }
    return new Pcm(SAMPLE_RATE_HZ, samples);
  }

  /** The true phases of every beat that lies in the recording and is not drowned. */
  private static List<CycleInterval> marks(
      List<SyntheticBeat> beats, List<Disturbance> disturbances, int samples) {
    double seconds = (double) samples / SAMPLE_RATE_HZ;
    List<CycleInterval> marks = new ArrayList<>();
    for (SyntheticBeat beat : beats) {
      boolean whole = beat.start() >= 0 && beat.end() <= seconds;
      boolean drowned =
          disturbances.stream().anyMatch(d -> d.start() < beat.end() && d.end() > beat.start());
      if (whole && !drowned) {
        marks.addAll(beat.marks());
      }
    }
    return marks;
  }
}
