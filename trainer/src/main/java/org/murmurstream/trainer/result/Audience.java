package org.murmurstream.trainer.result;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.murmurstream.core.Ear;
import org.murmurstream.data.circor.CircorRecordings;
import org.murmurstream.data.circor.CircorRecordings.RecordingFile;

/**
 * Hears many patients by several ears at once. What comes out does not depend on how many there
 * are.
 *
 * @param ears opens an ear, on the thread that is to own it
 * @param count ears at work
 * @param cache where what was heard is kept and looked up, if anywhere
 */
public record Audience(Supplier<? extends Ear> ears, int count, Optional<DecisionCache> cache) {

  public Audience {
    if (count < 1) {
      throw new IllegalArgumentException("there must be an ear, were " + count);
    }
  }

  /**
   * Hears patients.
   *
   * @param step run after each patient, on any thread
   * @return one for each id, in their order
   */
  public List<PatientDecision> hear(
      CircorRecordings recordings, List<String> patientIds, Runnable step) {
    var results = new AtomicReferenceArray<PatientDecision>(patientIds.size());
    var next = new AtomicInteger();
    int workers = Math.max(1, Math.min(count, patientIds.size()));
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    try {
      var work = new ArrayList<Future<?>>();
      for (int worker = 0; worker < workers; worker++) {
        work.add(
            threads.submit(
                () -> {
                  try (Ear ear = ears.get()) {
                    var listener = new PatientListener(ear, Clock.systemUTC());
                    int i;
                    while (!Thread.currentThread().isInterrupted()
                        && (i = next.getAndIncrement()) < results.length()) {
                      String patientId = patientIds.get(i);
                      results.set(i, hear(listener, patientId, recordings.of(patientId)));
                      step.run();
                    }
                  }
                }));
      }
      for (Future<?> worker : work) {
        await(worker);
      }
    } finally {
      threads.shutdownNow();
    }
    var heard = new ArrayList<PatientDecision>();
    for (int i = 0; i < results.length(); i++) {
      heard.add(results.get(i));
    }
    return heard;
  }

  private PatientDecision hear(
      PatientListener listener, String patientId, List<RecordingFile> recordings) {
    return cache.isEmpty()
        ? listener.hear(patientId, recordings).decision()
        : cache
            .get()
            .get(patientId, recordings, () -> listener.hear(patientId, recordings).decision());
  }

  private static void await(Future<?> worker) {
    try {
      worker.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while patients were heard", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("patients could not be heard", e.getCause());
    }
  }
}
