package org.murmurstream.stream.inference;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;

/** A piece of work for an ear. */
sealed interface Job<T> {

  /** The device that the exam is of: work is done fairly between devices. */
  String device();

  /** Digest of the model that is to do it. */
  String model();

  /** What comes of it. */
  CompletableFuture<T> result();

  /** A recording to be heard. */
  record Listen(String device, String model, SiteAudio audio, CompletableFuture<Evidence> result)
      implements Job<Evidence> {}

  /** An exam to be decided. */
  record Judge(
      String device, String model, List<SiteEvidence> sites, CompletableFuture<Verdict> result)
      implements Job<Verdict> {}
}
