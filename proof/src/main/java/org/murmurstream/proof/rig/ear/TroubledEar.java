package org.murmurstream.proof.rig.ear;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.murmurstream.core.Ear;
import org.murmurstream.core.EarException;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.ForwardingEar;
import org.murmurstream.core.SiteAudio;

/**
 * An ear that fails: always on recordings that begin with a certain sample, whoever hears them and
 * with whatever else; and once, as {@link EarTrouble} says, on anything.
 */
public final class TroubledEar extends ForwardingEar {

  /** A batch with a recording that begins with this sample fails. */
  public static final short THROWS = 0x7A7A;

  /** The embedding of a recording that begins with this sample is no number. */
  public static final short NOT_A_NUMBER = 0x7B7B;

  private final Ear ear;
  private final EarTrouble trouble;
  private int batches;

  /**
   * @param ear hears everything else; is closed with this one
   */
  public TroubledEar(Ear ear, EarTrouble trouble) {
    this.ear = ear;
    this.trouble = trouble;
  }

  @Override
  protected Ear ear() {
    return ear;
  }

  @Override
  public List<Evidence> listen(List<SiteAudio> batch, Runnable between) {
    batches++;
    if (batches == trouble.atBatch()) {
      happen();
    }
    if (batch.stream().anyMatch(audio -> beginsWith(audio, THROWS))) {
      throw new EarException("a recording that it cannot bear");
    }
    List<Evidence> heard = ear.listen(batch, between);
    return IntStream.range(0, batch.size())
        .mapToObj(
            i ->
                beginsWith(batch.get(i), NOT_A_NUMBER)
                    ? withoutNumbers(heard.get(i))
                    : heard.get(i))
        .toList();
  }

  private void happen() {
    if (trouble.hang().isEmpty()) {
      throw new OutOfMemoryError("as was told");
    }
    long end = System.nanoTime() + trouble.hang().get().toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static boolean beginsWith(SiteAudio audio, short sample) {
    short[] samples = audio.pcm().samples();
    return samples.length > 0 && samples[0] == sample;
  }

  private static Evidence withoutNumbers(Evidence evidence) {
    float[] embedding = new float[evidence.embedding().length];
    Arrays.fill(embedding, Float.NaN);
    return new Evidence(
        evidence.site(),
        embedding,
        evidence.quality(),
        evidence.usable(),
        evidence.cautions(),
        evidence.detail());
  }
}
