package org.murmurstream.model.audio;

import java.util.EnumSet;
import java.util.Set;
import org.murmurstream.core.Caution;
import org.murmurstream.core.SignalQuality;

/**
 * Which signals are not listened to, and which with care.
 *
 * <p>Too short and silent recordings are <em>unusable</em>: there is nothing in them, and they
 * never reach the encoder. Clipping, dropouts and noise only call for <em>care</em>: to judge
 * whether such a recording still allows a decision is what the class Unknown is learnt for.
 *
 * @param minSeconds {@link Caution#TOO_SHORT} below; unusable; above 0
 * @param maxSilentShare {@link Caution#SILENT} above; unusable; 0 to 1
 * @param maxClippedShare {@link Caution#CLIPPED} above; 0 to 1
 * @param maxDropoutsPerSecond {@link Caution#POOR_SIGNAL} above; not negative
 * @param minSnrDb {@link Caution#POOR_SIGNAL} below, or if it could not be estimated
 */
public record QualityThresholds(
    double minSeconds,
    double maxSilentShare,
    double maxClippedShare,
    double maxDropoutsPerSecond,
    double minSnrDb) {

  /** Thresholds that nearly every recording of a real screening passes. */
  public static final QualityThresholds DEFAULT = new QualityThresholds(3, 0.5, 0.005, 0.2, 9);

  public QualityThresholds {
    require(minSeconds > 0 && Double.isFinite(minSeconds), "minSeconds", minSeconds);
    require(maxSilentShare >= 0 && maxSilentShare <= 1, "maxSilentShare", maxSilentShare);
    require(maxClippedShare >= 0 && maxClippedShare <= 1, "maxClippedShare", maxClippedShare);
    require(maxDropoutsPerSecond >= 0, "maxDropoutsPerSecond", maxDropoutsPerSecond);
    require(Double.isFinite(minSnrDb), "minSnrDb", minSnrDb);
  }

  /** Whether there is something in it. */
  public boolean usable(SignalQuality quality) {
    return !tooShort(quality) && !silent(quality);
  }

  /** What is to be said of a signal, in the order of the enum. */
  public Set<Caution> cautions(SignalQuality quality) {
    var cautions = EnumSet.noneOf(Caution.class);
    if (tooShort(quality)) {
      cautions.add(Caution.TOO_SHORT);
    }
    if (poor(quality)) {
      cautions.add(Caution.POOR_SIGNAL);
    }
    if (quality.clippedShare() > maxClippedShare) {
      cautions.add(Caution.CLIPPED);
    }
    if (silent(quality)) {
      cautions.add(Caution.SILENT);
    }
    return cautions;
  }

  private boolean tooShort(SignalQuality quality) {
    return quality.seconds() < minSeconds;
  }

  private boolean silent(SignalQuality quality) {
    return quality.silentShare() > maxSilentShare;
  }

  private boolean poor(SignalQuality quality) {
    return quality.dropouts() > maxDropoutsPerSecond * quality.seconds()
        || quality.snrDb().orElse(Double.NEGATIVE_INFINITY) < minSnrDb;
  }

  private static void require(boolean valid, String name, double value) {
    if (!valid) {
      throw new IllegalArgumentException("quality: " + name + " is out of range: " + value);
    }
  }
}
