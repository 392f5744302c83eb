package org.murmurstream.data.sound;

import java.util.Random;

/** Something that happens to a sound on its way from the chest to a file. */
@FunctionalInterface
public interface Distortion {

  /** Nothing happens. */
  Distortion NONE = (sound, random) -> sound;

  /**
   * What becomes of a sound.
   *
   * @param sound left as it is
   * @param random decides whatever is up to chance; the same numbers, the same outcome
   */
  Sound of(Sound sound, Random random);

  /** This, and then another. */
  default Distortion then(Distortion next) {
    return (sound, random) -> next.of(of(sound, random), random);
  }
}
