package org.murmurstream.model.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.murmurstream.core.Pcm;
import org.murmurstream.data.wav.WavFile;
import org.murmurstream.model.tensor.Tensor;

/** The fixtures: numbers computed by the official implementation on synthetic inputs. */
public final class Golden {

  private static final Pattern TYPE = Pattern.compile("'descr': '([^']+)'");
  private static final Pattern SHAPE = Pattern.compile("'shape': \\(([^)]*)\\)");
  private static final int MAGIC_BYTES = 10;

  private Golden() {}

  /** The arrays of a NumPy archive. */
  public static Map<String, Tensor> npz(NDManager manager, String name) {
    try (var in = Golden.class.getResourceAsStream("/golden/" + name)) {
      return NDList.decode(manager, in).stream()
          .collect(
              Collectors.toMap(
                  NDArray::getName, a -> new Tensor(a.getShape().getShape(), a.toFloatArray())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Path path(String name) {
    try {
      return Path.of(Golden.class.getResource("/golden/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An array of float32 or float16 values in NumPy's format, version 1. */
  public static Tensor npy(String name) {
    return npy(bytes(name));
  }

  public static Tensor npy(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = Short.toUnsignedInt(bytes.getShort(MAGIC_BYTES - Short.BYTES));
    String header = new String(file, MAGIC_BYTES, headerLength, StandardCharsets.US_ASCII);
    long[] shape =
        Arrays.stream(find(SHAPE, header).split(","))
            .map(String::trim)
            .filter(number -> !number.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    var data = new float[Tensor.size(shape)];
    bytes.position(MAGIC_BYTES + headerLength);
    switch (find(TYPE, header)) {
      case "<f4" -> bytes.asFloatBuffer().get(data);
      case "<f2" -> {
        for (int i = 0; i < data.length; i++) {
          data[i] = half(bytes.getShort());
        }
      }
      default -> throw new IllegalArgumentException(header);
    }
    return new Tensor(shape, data);
  }

  public static JsonNode json(String name) {
    try {
      return new ObjectMapper().readTree(bytes(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of the synthetic recordings, or its beginning. */
  public static Pcm wav(String name) {
    return WavFile.read(path("frontend/" + name + ".wav"));
  }

  public static Pcm wav(String name, int samples) {
    Pcm whole = wav(name);
    return new Pcm(whole.sampleRateHz(), Arrays.copyOf(whole.samples(), samples));
  }

  /** Largest absolute difference of two arrays of equal length. */
  public static double distance(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new AssertionError(a.length + " values compared with " + b.length);
    }
    double max = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = Math.abs((double) a[i] - b[i]);
      max = difference <= max ? max : difference; // NaN wins
    }
    return max;
  }

  private static byte[] bytes(String name) {
    try (var in = Golden.class.getResourceAsStream("/golden/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String find(Pattern pattern, String header) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new IllegalArgumentException(header);
    }
    return matcher.group(1);
  }

  private static float half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int mantissa = bits & 0x3ff;
    double magnitude =
        exponent == 0
            ? Math.scalb((double) mantissa, -24)
            : Math.scalb((double) (mantissa | 0x400), exponent - 25);
    return (float) (bits < 0 ? -magnitude : magnitude);
  }
}
