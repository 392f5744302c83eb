package org.murmurstream.sim;

import org.murmurstream.core.UserException;

/**
 * How devices upload.
 *
 * @param chunkSeconds length of a chunk
 * @param speed how much faster than in life; 0 means as fast as possible
 * @param devices how many upload at the same time; exam n is always made by device n modulo devices
 * @param faults what goes wrong
 * @param visit number of the visit, from 1: another number examines the same patients again, under
 *     other exam ids
 */
public record FleetSettings(
    double chunkSeconds, double speed, int devices, Faults faults, int visit) {

  private static final int MAX_DEVICES = 1000;

  public FleetSettings {
    if (!(chunkSeconds > 0)) {
      throw new UserException("A chunk must be longer than 0 s, not " + chunkSeconds + ".");
    }
    if (!(speed >= 0 && Double.isFinite(speed))) {
      throw new UserException("The speed must be at least 0, not " + speed + ".");
    }
    if (devices < 1 || devices > MAX_DEVICES) {
      throw new UserException("There may be 1 to 1000 devices, not " + devices + ".");
    }
    if (visit < 1) {
      throw new UserException("Visits count from 1, not " + visit + ".");
    }
  }

  /** One second a chunk, as fast as possible, one device, nothing goes wrong. */
  public static FleetSettings fast() {
    return new FleetSettings(1, 0, 1, Faults.NONE, 1);
  }
}
