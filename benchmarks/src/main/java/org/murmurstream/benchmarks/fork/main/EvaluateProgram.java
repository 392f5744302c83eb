package org.murmurstream.benchmarks.fork.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.murmurstream.benchmarks.fork.HearingTally;
import org.murmurstream.benchmarks.fork.MeasuredEar;
import org.murmurstream.benchmarks.fork.Model;
import org.murmurstream.core.Ear;
import org.murmurstream.data.circor.CircorRecordings;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.stream.inference.Rehearsal;
import org.murmurstream.trainer.result.PatientListener;
import org.murmurstream.trainer.run.Workers;

/**
 * Decides on patients of a folder as {@code murmur evaluate} does. Its arguments are the {@link
 * Model}'s word, how many threads hear, the folder, and a file of patients' ids, one a line.
 */
public final class EvaluateProgram {

  private EvaluateProgram() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    var tally = new HearingTally();
    Stint stint = Stint.begin(tally::figures);
    int threads = Integer.parseInt(args[1]);
    CircorRecordings recordings = CircorRecordings.find(Path.of(args[2]));
    List<String> patients = Files.readAllLines(Path.of(args[3]));
    BlockingQueue<Ear> ears = open(new Model(args[0]), threads, tally);
    tally.reset();
    stint.ready();
    stint.begun();
    hear(recordings, patients, threads, ears);
    stint.done();
  }

  private static void hear(
      CircorRecordings recordings, List<String> patients, int threads, BlockingQueue<Ear> ears) {
    Workers.share(
        threads,
        patients.size(),
        "patients could not be heard",
        () -> new Tools(new PatientListener(ears.take(), Clock.systemUTC())),
        (tools, item) -> {
          String patient = patients.get(item);
          tools.listener().hear(patient, recordings.of(patient));
        });
  }

  private static BlockingQueue<Ear> open(Model model, int threads, HearingTally tally) {
    BlockingQueue<Ear> ears = new LinkedBlockingQueue<>();
    var torch = new TorchOptions(1, TorchOptions.DEFAULT.processor());
    Ear first = new MeasuredEar(model.open(torch), tally);
    ears.add(Rehearsal.passed(first));
    while (ears.size() < threads) {
      ears.add(
          Rehearsal.passed(
              first.another().orElseGet(() -> new MeasuredEar(model.open(torch), tally))));
    }
    return ears;
  }

  /** Of one thread; the ear ends with the process. */
  private record Tools(PatientListener listener) implements AutoCloseable {

    @Override
    public void close() {}
  }
}
