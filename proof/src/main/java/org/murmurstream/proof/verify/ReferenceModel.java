package org.murmurstream.proof.verify;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.murmurstream.core.CheckedEar;
import org.murmurstream.core.Ear;
import org.murmurstream.core.EarException;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;
import org.murmurstream.core.exam.AudioDigest;
import org.murmurstream.core.exam.RecordingAudio;
import org.murmurstream.core.exam.RecordingId;
import org.murmurstream.core.exam.TracedEvidence;

/**
 * The models that the application hears with. What was heard once is remembered, without its audio.
 * For one thread.
 */
final class ReferenceModel {

  private final Map<String, Ear> ears = new LinkedHashMap<>();
  private final Map<String, Optional<Evidence>> heard = new HashMap<>();

  /**
   * @param ears at least one; that for new exams first
   */
  ReferenceModel(List<? extends Ear> ears) {
    ears.forEach(ear -> this.ears.put(ear.identity().digest(), new CheckedEar(ear)));
  }

  /** The model of this digest, if it is one of them. */
  Optional<ModelIdentity> identity(String digest) {
    return Optional.ofNullable(ears.get(digest)).map(Ear::identity);
  }

  /** The model for new exams. */
  ModelIdentity current() {
    return ears.values().iterator().next().identity();
  }

  /** Hears a recording; empty if the model fails on it. */
  Optional<TracedEvidence> listen(ModelIdentity model, RecordingId id, RecordingAudio audio) {
    return heard
        .computeIfAbsent(
            model.digest() + AudioDigest.hex(audio.digest()),
            key -> listen(ears.get(model.digest()), new SiteAudio(id.site(), audio.pcm())))
        .map(evidence -> new TracedEvidence(audio.digest(), evidence));
  }

  /** Decides on usable sites; empty if the model fails on them. */
  Optional<Verdict> decide(ModelIdentity model, List<SiteEvidence> usable) {
    try {
      return Optional.of(ears.get(model.digest()).decide(usable));
    } catch (EarException e) {
      return Optional.empty();
    }
  }

  private static Optional<Evidence> listen(Ear ear, SiteAudio audio) {
    try {
      return Optional.of(ear.listen(List.of(audio)).get(0));
    } catch (EarException e) {
      return Optional.empty();
    }
  }
}
