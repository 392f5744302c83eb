package org.murmurstream.proof.stub;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.Ear;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.Flag;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.Ruling;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.SignalQuality;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;

/**
 * A stub in a model's place: what it finds in a recording, and what it makes of an exam, are
 * SHA-256 of the audio. The same audio gives the same bits everywhere, any other audio gives
 * others, and hearing costs next to nothing. Its answers mean nothing, and each of them says so.
 *
 * <p>It takes the ways of a real model: embedding and detail for the codec of evidence, figures of
 * quality, recordings that cannot be used ({@link Caution#SILENT}, {@link Caution#TOO_SHORT},
 * {@link Caution#NARROW_BAND}), a ruling with flags and doubts.
 */
public final class HashEar implements Ear {

  /** What {@code --bundle} says for this stub. */
  public static final String NAME = "stub";

  /** What identifies it; another number once it finds something else. */
  private static final String CONTENT = "murmur-stream stub 1";

  private static final int WIDTH = 16;
  private static final double LEAST_SECONDS = 0.1;
  private static final int LEAST_RATE_HZ = 2_000;
  private static final double MOST_SILENT = 0.95;

  /** One exam in eight is flagged. */
  private static final int FLAGGED_OF = 8;

  private static final Ruling CLEAN =
      new Ruling(
          new DecisionRule(4, 2, 1, 0.1),
          Optional.of(Ruling.CLEAN),
          List.of(),
          Doubts.standard(Doubts.Policy.STRICT).all());

  private static final List<String> LIMITS =
      List.of("This is a stub: its verdicts are hashes of the audio and mean nothing.");

  private final ModelIdentity identity =
      new ModelIdentity(NAME, Sha256.of(CONTENT), Sha256.of(CONTENT + " encoder"), false);
  private final Duration cost;

  /** A stub that hears in no time. */
  public HashEar() {
    this(Duration.ZERO);
  }

  /**
   * @param cost how long hearing takes, for each recording
   */
  public HashEar(Duration cost) {
    this.cost = cost;
  }

  @Override
  public ModelIdentity identity() {
    return identity;
  }

  @Override
  public List<Evidence> listen(List<SiteAudio> batch) {
    pause(cost.multipliedBy(batch.size()));
    return batch.stream().map(this::listen).toList();
  }

  @Override
  public Verdict decide(Collection<SiteEvidence> heard) {
    List<SiteEvidence> usable =
        heard.stream()
            .filter(SiteEvidence::usable)
            .sorted(Comparator.comparing(SiteEvidence::site))
            .toList();
    if (usable.isEmpty()) {
      throw new IllegalArgumentException("there is no usable site to decide on");
    }
    Map<AuscultationSite, Verdict.SiteShare> shares = new EnumMap<>(AuscultationSite.class);
    for (SiteEvidence site : usable) {
      shares.put(
          site.site(),
          new Verdict.SiteShare(probabilities(hash(List.of(site))), 1.0 / usable.size()));
    }
    byte[] hash = hash(usable);
    Probabilities probabilities = probabilities(hash);
    Ruling ruling = ruling(hash);
    return new Verdict(
        probabilities, shares, withUntrained(ruling.cautions(probabilities)), ruling, LIMITS);
  }

  @Override
  public void close() {}

  private Evidence listen(SiteAudio audio) {
    SignalQuality quality = quality(audio.pcm());
    Optional<Caution> objection = objection(audio.pcm(), quality);
    if (objection.isPresent()) {
      return Evidence.unusable(audio.site(), quality, List.of(objection.get()));
    }
    byte[] hash = hash(audio);
    ByteBuffer bytes = ByteBuffer.wrap(hash);
    float[] embedding = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      embedding[i] = bytes.getShort() / (float) Short.MAX_VALUE;
    }
    return new Evidence(audio.site(), embedding, quality, true, List.of(), hash);
  }

  private static Optional<Caution> objection(Pcm pcm, SignalQuality quality) {
    if (pcm.sampleRateHz() < LEAST_RATE_HZ) {
      return Optional.of(Caution.NARROW_BAND);
    }
    if (quality.seconds() < LEAST_SECONDS) {
      return Optional.of(Caution.TOO_SHORT);
    }
    return quality.silentShare() > MOST_SILENT ? Optional.of(Caution.SILENT) : Optional.empty();
  }

  private static SignalQuality quality(Pcm pcm) {
    int silent = 0;
    int clipped = 0;
    for (short sample : pcm.samples()) {
      silent += sample == 0 ? 1 : 0;
      clipped += sample == Short.MAX_VALUE || sample == Short.MIN_VALUE ? 1 : 0;
    }
    double length = Math.max(1, pcm.samples().length);
    return new SignalQuality(
        pcm.seconds(),
        clipped / length,
        silent / length,
        0,
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }

  private byte[] hash(SiteAudio audio) {
    MessageDigest sha256 = Sha256.digest();
    sha256.update(identity.digest().getBytes(StandardCharsets.US_ASCII));
    sha256.update(audio.site().name().getBytes(StandardCharsets.US_ASCII));
    short[] samples = audio.pcm().samples();
    ByteBuffer bytes =
        ByteBuffer.allocate(Integer.BYTES + samples.length * Short.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(audio.pcm().sampleRateHz());
    bytes.asShortBuffer().put(samples);
    sha256.update(bytes.array());
    return sha256.digest();
  }

  private static byte[] hash(List<SiteEvidence> sites) {
    MessageDigest sha256 = Sha256.digest();
    for (SiteEvidence site : sites) {
      sha256.update(site.site().name().getBytes(StandardCharsets.US_ASCII));
      ByteBuffer bytes = ByteBuffer.allocate(site.embedding().length * Float.BYTES);
      bytes.asFloatBuffer().put(site.embedding());
      sha256.update(bytes.array());
      site.details().forEach(sha256::update);
    }
    return sha256.digest();
  }

  private static Probabilities probabilities(byte[] hash) {
    ByteBuffer bytes = ByteBuffer.wrap(hash);
    double present = 1 + (bytes.getShort() & 0xFFFF);
    double unknown = 1 + (bytes.getShort() & 0xFFFF);
    double absent = 1 + (bytes.getShort() & 0xFFFF);
    double sum = present + unknown + absent;
    return new Probabilities(present / sum, unknown / sum, absent / sum);
  }

  private static Ruling ruling(byte[] hash) {
    int draw = hash[hash.length - 1] & 0xFF;
    if (draw % FLAGGED_OF != 0) {
      return CLEAN;
    }
    var figure =
        new Flag.Figure(NAME, 2 + draw / 256.0, OptionalDouble.of(0), OptionalDouble.of(1));
    return new Ruling(
        CLEAN.rule(),
        Optional.of(Ruling.FLAGGED),
        List.of(new Flag(Caution.UNFAMILIAR_SOUND, List.of(figure))),
        CLEAN.doubts());
  }

  private static List<Caution> withUntrained(List<Caution> cautions) {
    return Stream.concat(cautions.stream(), Stream.of(Caution.UNTRAINED_MODEL)).sorted().toList();
  }

  private static void pause(Duration cost) {
    long end = System.nanoTime() + cost.toNanos();
    for (long left = cost.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
  }
}
