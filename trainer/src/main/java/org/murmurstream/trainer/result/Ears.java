package org.murmurstream.trainer.result;

import org.murmurstream.core.Ear;

/** Who hears which patient. Belongs to one thread. */
public interface Ears extends AutoCloseable {

  /** The ear that hears a patient; remains this one's to close. */
  Ear of(String patientId);

  @Override
  void close();

  /** One ear for all. */
  static Ears all(Ear ear) {
    return new Ears() {
      @Override
      public Ear of(String patientId) {
        return ear;
      }

      @Override
      public void close() {
        ear.close();
      }
    };
  }
}
