package org.murmurstream.trainer.committee;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.UserException;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.committee.SoundFigures;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.frames.FrameOutputs;
import org.murmurstream.model.frames.FrameScorer;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.frames.Draws;
import org.murmurstream.trainer.frames.FinishedRun;
import org.murmurstream.trainer.run.JsonFiles;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.Workers;

/**
 * What the networks of a cross-validation make of recordings as other circumstances would have left
 * them: {@link EvidenceReader} of the clean ones, here of distorted ones, which no training has
 * scored. What was computed is kept, a file for each patient, and not computed again.
 */
public final class DistortedEvidence {

  private static final String RECORDING = "recording-";

  private final List<FinishedRun> runs;
  private final FrontEndConfig frontEnd;
  private final Draws draws;
  private final Path folder;
  private final TorchOptions torch;
  private final int workers;

  /**
   * @param runs cross-validations over the same folds, at least one; what the networks of a fold
   *     say is averaged
   * @param folder where what was computed is kept
   * @param workers threads, each with the networks of its own
   */
  public DistortedEvidence(
      List<FinishedRun> runs,
      FrontEndConfig frontEnd,
      Draws draws,
      Path folder,
      TorchOptions torch,
      int workers)
      throws IOException {
    this.runs = List.copyOf(runs);
    this.frontEnd = frontEnd;
    this.draws = draws;
    this.torch = torch;
    this.workers = workers;
    this.folder = Files.createDirectories(folder.resolve(digest().substring(0, 12)));
  }

  /**
   * Scores all patients of a source.
   *
   * @return for each draw the recordings of all patients, in their order; those of which a draw
   *     leaves nothing are missing
   * @throws UserException if a patient has no diagnosis or is in no fold
   */
  public List<List<LabelledEvidence>> of(ExamSource source, ProgressWatch progress) {
    if (draws.count() == 0) {
      return List.of();
    }
    List<String> ids = source.patientIds();
    var byPatient = new AtomicReferenceArray<List<List<LabelledEvidence>>>(ids.size());
    var done = new AtomicInteger();
    Workers.<Scorers>share(
        workers,
        ids.size(),
        "recordings could not be scored",
        Scorers::new,
        (scorers, i) -> {
          byPatient.set(i, ofPatient(exam(source, ids.get(i)), scorers));
          progress.at("Distorting", done.incrementAndGet(), ids.size(), "");
        });
    return IntStream.range(0, draws.count())
        .mapToObj(
            draw ->
                IntStream.range(0, ids.size())
                    .boxed()
                    .flatMap(i -> byPatient.get(i).get(draw).stream())
                    .toList())
        .toList();
  }

  /** By draw. */
  private List<List<LabelledEvidence>> ofPatient(ExamRecordings exam, Scorers scorers)
      throws IOException {
    var byDraw = new ArrayList<List<LabelledEvidence>>();
    for (int draw = 0; draw < draws.count(); draw++) {
      Path file = file(exam.patientId(), draw);
      if (!Files.exists(file)) {
        Safetensors.replace(file, compute(exam, draw, scorers));
      }
      byDraw.add(read(exam, file));
    }
    return byDraw;
  }

  private static synchronized ExamRecordings exam(ExamSource source, String id) {
    return source.examine(id, 1);
  }

  private Map<String, Tensor> compute(ExamRecordings exam, int draw, Scorers scorers)
      throws IOException {
    int own = runs.get(0).folds().of(exam.patientId());
    var tensors = new LinkedHashMap<String, Tensor>();
    for (int i = 0; i < exam.recordings().size(); i++) {
      SiteRecording recording = exam.recordings().get(i);
      Pcm distorted =
          draws.ofPatient(
              exam.patientId(), draw, recording.nameOf(exam.patientId()), recording.audio());
      Optional<float[]> values = scorers.values(distorted, own);
      if (values.isPresent()) {
        tensors.put(RECORDING + i, new Tensor(new long[] {values.get().length}, values.get()));
      }
    }
    return tensors;
  }

  private List<LabelledEvidence> read(ExamRecordings exam, Path file) throws IOException {
    Diagnosis diagnosis = EvidenceReader.diagnosis(exam);
    var patient = LabelledPatient.of(diagnosis);
    int fold = runs.get(0).folds().of(exam.patientId());
    var evidence = new ArrayList<LabelledEvidence>();
    Map<String, Tensor> tensors = Safetensors.read(file);
    for (int i = 0; i < exam.recordings().size(); i++) {
      if (tensors.containsKey(RECORDING + i)) {
        evidence.add(
            Packed.unpack(
                tensors.get(RECORDING + i).data(),
                patient,
                fold,
                LabelledEvidence.Role.of(diagnosis, exam.recordings().get(i).site())));
      }
    }
    return evidence;
  }

  private Path file(String patientId, int draw) {
    return folder.resolve("%s-%d.safetensors".formatted(patientId, draw));
  }

  /** Of all that decides what is computed. */
  private String digest() throws IOException {
    var text = new StringBuilder();
    text.append(JsonFiles.text(frontEnd)).append(JsonFiles.text(draws));
    for (FinishedRun run : runs) {
      for (int fold = 0; fold < run.folds().count(); fold++) {
        text.append(run.fold(fold).digest());
      }
    }
    return Sha256.of(text.toString());
  }

  /** A front end and the networks of all folds, on one thread. */
  private final class Scorers implements AutoCloseable {

    private final FrontEnd preparing;
    private final List<List<FrameScorer>> byFold = new ArrayList<>();

    Scorers() throws IOException {
      preparing = FrontEnd.open(frontEnd, torch);
      for (int fold = 0; fold < runs.get(0).folds().count(); fold++) {
        var networks = new ArrayList<FrameScorer>();
        byFold.add(networks);
        for (FinishedRun run : runs) {
          networks.add(FrameScorer.open(run.fold(fold).network(), run.fold(fold).weights(), torch));
        }
      }
    }

    /** Empty if nothing is left of the recording. */
    Optional<float[]> values(Pcm recording, int own) throws IOException {
      FrontEnd.Prepared prepared;
      try {
        prepared = preparing.prepare(recording);
      } catch (UserException nothingLeft) {
        return Optional.empty();
      }
      Spectrogram spectrogram = prepared.spectrogram();
      var evidence =
          FoldEvidence.of(
              byFold.size(),
              own,
              spectrogram,
              frontEnd.frameSeconds(),
              fold ->
                  FrameOutputs.mean(
                      byFold.get(fold).stream()
                          .map(network -> network.outputs(spectrogram))
                          .toList()));
      return Optional.of(
          Packed.pack(
              evidence.frames(),
              SoundFigures.of(prepared.level().orElseThrow(), spectrogram, frontEnd),
              evidence.beats()));
    }

    @Override
    public void close() {
      byFold.forEach(networks -> networks.forEach(FrameScorer::close));
      preparing.close();
    }
  }
}
