package org.murmurstream.stream.testing;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.Ear;
import org.murmurstream.core.EarException;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.Flag;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.Ruling;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.SignalQuality;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;

/**
 * An ear without a model: embeddings and verdicts are hashes of the audio, so they are the same for
 * the same audio and differ for any other. A recording of zeros is not usable ({@link
 * Caution#SILENT}), nor is one below {@value #LEAST_RATE_HZ} Hz ({@link Caution#NARROW_BAND}).
 */
public final class StubEar implements Ear {

  /** A recording that begins with this sample makes the ear fail. */
  public static final short POISON = 0x7A7A;

  /** An exam with a recording that begins with this sample is flagged, and doubted strictly. */
  public static final short FOREIGN = 0x5A5A;

  /** What flags it. */
  public static final Flag FLAG =
      new Flag(
          Caution.UNFAMILIAR_SOUND,
          List.of(
              new Flag.Figure("bandLo", 1.62, OptionalDouble.of(-0.14), OptionalDouble.of(1.01))));

  public static final Doubts DOUBTS = new Doubts(Doubts.Policy.STRICT, 0.9, 0.5);
  public static final List<String> LIMITS = List.of("This is a stub: nothing is heard.");

  private static final int WIDTH = 8;
  private static final int LEAST_RATE_HZ = 2000;
  private static final byte[] FOREIGN_DETAIL = {1};

  private final ModelIdentity identity;
  private final Consumer<List<SiteAudio>> beforeListening;
  private final List<Integer> batchSizes = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  public StubEar() {
    this("stub", batch -> {});
  }

  /**
   * @param name makes the identity: ears of different names are different models
   * @param beforeListening runs on the inference thread before each batch; may wait or throw
   */
  public StubEar(String name, Consumer<List<SiteAudio>> beforeListening) {
    String digest = Sha256.of(name);
    this.identity = new ModelIdentity(name, digest, digest, false);
    this.beforeListening = beforeListening;
  }

  /** Sizes of the batches heard so far. */
  public List<Integer> batchSizes() {
    return List.copyOf(batchSizes);
  }

  @Override
  public ModelIdentity identity() {
    return identity;
  }

  @Override
  public List<Evidence> listen(List<SiteAudio> batch) {
    beforeListening.accept(batch);
    if (batch.stream().anyMatch(audio -> audio.pcm().samples()[0] == POISON)) {
      throw new EarException("poison");
    }
    batchSizes.add(batch.size());
    return batch.stream().map(this::listen).toList();
  }

  @Override
  public int batchSize() {
    return Integer.MAX_VALUE;
  }

  private Evidence listen(SiteAudio audio) {
    MessageDigest sha256 = Sha256.digest();
    sha256.update(identity.digest().getBytes(StandardCharsets.US_ASCII));
    boolean silent = true;
    ByteBuffer bytes = ByteBuffer.allocate(audio.pcm().samples().length * Short.BYTES);
    bytes.asShortBuffer().put(audio.pcm().samples());
    sha256.update(bytes);
    for (short sample : audio.pcm().samples()) {
      silent &= sample == 0;
    }
    ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
    float[] embedding = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      embedding[i] = hash.getInt() / (float) Integer.MAX_VALUE;
    }
    var quality =
        new SignalQuality(
            audio.pcm().seconds(),
            0,
            silent ? 1 : 0,
            0,
            OptionalDouble.of(20),
            OptionalDouble.empty());
    if (silent || audio.pcm().sampleRateHz() < LEAST_RATE_HZ) {
      return Evidence.unusable(
          audio.site(), quality, List.of(silent ? Caution.SILENT : Caution.NARROW_BAND));
    }
    boolean foreign = audio.pcm().samples()[0] == FOREIGN;
    return new Evidence(
        audio.site(), embedding, quality, true, List.of(), foreign ? FOREIGN_DETAIL : new byte[0]);
  }

  @Override
  public Verdict decide(Collection<SiteEvidence> heard) {
    List<SiteEvidence> usable =
        new ArrayList<>(heard.stream().filter(SiteEvidence::usable).toList());
    usable.sort(Comparator.comparing(SiteEvidence::site));
    if (usable.isEmpty()) {
      throw new IllegalArgumentException("nothing to decide on");
    }
    Map<AuscultationSite, Verdict.SiteShare> sites = new EnumMap<>(AuscultationSite.class);
    for (SiteEvidence hearing : usable) {
      sites.put(
          hearing.site(),
          new Verdict.SiteShare(probabilities(List.of(hearing)), 1.0 / usable.size()));
    }
    Probabilities probabilities = probabilities(usable);
    boolean foreign = usable.stream().anyMatch(site -> !site.details().isEmpty());
    return foreign
        ? doubted(probabilities, sites)
        : new Verdict(
            probabilities,
            sites,
            List.of(Caution.UNTRAINED_MODEL),
            Ruling.of(DecisionRule.MOST_LIKELY),
            List.of());
  }

  private static Verdict doubted(
      Probabilities probabilities, Map<AuscultationSite, Verdict.SiteShare> sites) {
    var ruling =
        new Ruling(
            DecisionRule.MOST_LIKELY, Optional.of(Ruling.FLAGGED), List.of(FLAG), DOUBTS.all());
    return new Verdict(probabilities, sites, ruling.cautions(probabilities), ruling, LIMITS);
  }

  private static Probabilities probabilities(List<SiteEvidence> hearings) {
    MessageDigest sha256 = Sha256.digest();
    for (SiteEvidence hearing : hearings) {
      ByteBuffer bytes = ByteBuffer.allocate(hearing.embedding().length * Float.BYTES);
      FloatBuffer floats = bytes.asFloatBuffer();
      floats.put(hearing.embedding());
      sha256.update(bytes);
    }
    byte[] hash = sha256.digest();
    double present = (hash[0] & 0xFF) + 1;
    double unknown = (hash[1] & 0xFF) + 1;
    double absent = (hash[2] & 0xFF) + 1;
    double sum = present + unknown + absent;
    return new Probabilities(present / sum, unknown / sum, absent / sum);
  }

  /** Whether it was closed. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }
}
