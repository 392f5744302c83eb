package org.murmurstream.trainer.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.murmurstream.core.UserException;

/**
 * What a run was made with: its {@code run.json}.
 *
 * @param code version of this program
 * @param java version of the platform
 * @param threads of PyTorch; 0 means one per core
 * @param training what was trained
 */
public record RunRecord(
    @JsonProperty(required = true) String code,
    @JsonProperty(required = true) String java,
    @JsonProperty(required = true) int threads,
    @JsonProperty(required = true) Kind training) {

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** What was trained. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = OnFrames.class, name = "frames"),
    @JsonSubTypes.Type(value = OnSites.class, name = "sites"),
    @JsonSubTypes.Type(value = OnSegments.class, name = "segments"),
    @JsonSubTypes.Type(value = Pretraining.class, name = "pretraining")
  })
  public sealed interface Kind {}

  /**
   * Encoders with frame heads, by {@code murmur train}.
   *
   * @param epochs passes over the recordings
   * @param batchSize crops per step
   * @param learningRate its peak
   * @param seed of folds and trainings
   * @param patients learnt from and held out
   * @param recordings of theirs
   * @param dataSha256 digest of all that was learnt from; null in runs from before there was one
   * @param manifestSha256 of the manifest of a replayed archive; null of other data
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OnFrames(
      @JsonProperty(required = true) int epochs,
      @JsonProperty(required = true) int batchSize,
      @JsonProperty(required = true) double learningRate,
      @JsonProperty(required = true) long seed,
      @JsonProperty(required = true) int patients,
      @JsonProperty(required = true) int recordings,
      String dataSha256,
      String manifestSha256)
      implements Kind {

    /** Digest of the manifest of a replayed archive. */
    public Optional<String> manifest() {
      return Optional.ofNullable(manifestSha256);
    }
  }

  /**
   * Multi-site classifiers, by {@code murmur classify} or {@code murmur ablate}.
   *
   * @param backbone the encoder as it was named
   * @param hearing how much of a recording was embedded at a time
   * @param seeds of trainings
   * @param splitSeed of folds and of validation patients
   * @param folds how many
   * @param patients read
   * @param settings of training, for people
   */
  public record OnSites(
      String backbone,
      String hearing,
      List<Long> seeds,
      long splitSeed,
      int folds,
      int patients,
      JsonNode settings)
      implements Kind {}

  /**
   * Encoders with classifiers of segments, by {@code murmur finetune}.
   *
   * @param encoderFrom the encoder to start from, as it was named
   * @param seeds of trainings
   * @param splitSeed of folds and of validation patients
   * @param folds how many
   * @param patients read
   * @param settings of training, for people
   */
  public record OnSegments(
      String encoderFrom,
      List<Long> seeds,
      long splitSeed,
      int folds,
      int patients,
      JsonNode settings)
      implements Kind {}

  /**
   * An encoder that learnt without labels, by {@code murmur pretrain}.
   *
   * @param heard what it learnt from
   */
  public record Pretraining(@JsonProperty(required = true) Heard heard) implements Kind {}

  /**
   * What a pre-training learnt from.
   *
   * @param recordings how many
   * @param hours of them together
   * @param labels which it saw
   * @param excludedRecordings how many were kept from it; null if no fold was
   * @param excludedFold whose recordings those are; null if no fold was kept from it
   * @param folds the file of folds; likewise
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Heard(
      int recordings,
      double hours,
      String labels,
      Integer excludedRecordings,
      Integer excludedFold,
      String folds) {

    /** Whether the patients held out in a fold are not among it. */
    public boolean excludes(int fold) {
      return excludedFold != null && excludedFold == fold;
    }
  }

  /** Of this program on this platform. */
  public static RunRecord of(int threads, Kind training) {
    return new RunRecord(
        CodeVersion.ofThisProgram(), Runtime.version().toString(), threads, training);
  }

  /** Writes {@code run.json}. */
  public void write(RunFolder folder) throws IOException {
    JsonFiles.write(folder.record(), this);
  }

  /**
   * Reads {@code run.json}, as this or an earlier build wrote it.
   *
   * @throws UserException if there is none, or something is missing in it
   */
  public static RunRecord read(RunFolder folder) throws IOException {
    if (!Files.exists(folder.record())) {
      throw new UserException("%s is no run: it has no run.json".formatted(folder));
    }
    try {
      JsonNode tree = JSON.readTree(folder.record().toFile());
      return JSON.treeToValue(tree.has("training") ? tree : upgraded(tree), RunRecord.class);
    } catch (JsonProcessingException e) {
      throw new UserException(
          "%s does not tell what the run was made with: %s"
              .formatted(folder.record(), e.getOriginalMessage()),
          e);
    }
  }

  /**
   * The part of a run of {@code murmur train}.
   *
   * @param folder for people
   * @throws UserException if it is a run of something else
   */
  public OnFrames frames(RunFolder folder) {
    if (training instanceof OnFrames frames) {
      return frames;
    }
    throw new UserException("%s is no run of 'murmur train'".formatted(folder));
  }

  /** Earlier builds wrote one of four shapes, none of which named its kind. */
  private static JsonNode upgraded(JsonNode old) {
    ObjectNode record = JSON.createObjectNode();
    ObjectNode training = old.deepCopy();
    if (old.has("made")) {
      training = old.get("made").deepCopy();
      training.put("kind", "sites");
    } else if (old.has("heard")) {
      training.put("kind", "pretraining");
    } else if (old.has("encoderFrom")) {
      training.put("kind", "segments");
    } else {
      training.put("kind", "frames");
    }
    for (String shared : List.of("code", "java", "threads")) {
      JsonNode value = old.has(shared) ? old.get(shared) : training.get(shared);
      if (value != null) {
        record.set(shared, value);
      }
      training.remove(shared);
    }
    record.set("training", training);
    return record;
  }
}
