package org.murmurstream.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.UserException;

class SafetensorsTest {

  @TempDir private Path folder;

  @Test
  void shouldBringEveryBitBack() throws IOException {
    // Given: more values than the buffer holds, and those that arithmetic would change
    var large = new float[600_000];
    var random = new Random(1);
    for (int i = 0; i < large.length; i++) {
      large[i] = random.nextFloat();
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("large", new Tensor(new long[] {600, 1000}, large));
    tensors.put("empty", new Tensor(new long[] {0, 3}, new float[0]));
    tensors.put(
        "edges", new Tensor(new long[] {4}, new float[] {-0f, Float.MIN_VALUE, Float.NaN, 1e38f}));
    tensors.put("größe", new Tensor(new long[0], new float[] {7}));
    Path file = folder.resolve("weights.safetensors");

    // When
    Safetensors.write(file, tensors);
    Map<String, Tensor> read = Safetensors.read(file);

    // Then
    assertThat(read.keySet()).containsExactly("edges", "empty", "größe", "large");
    tensors.forEach(
        (name, tensor) -> {
          assertThat(read.get(name).shape()).isEqualTo(tensor.shape());
          assertThat(Arrays.equals(read.get(name).data(), tensor.data())).isTrue();
        });
  }

  @Test
  void shouldWriteTheSameBytesInWhateverOrderTensorsAreGiven() throws IOException {
    // Given
    Tensor a = new Tensor(new long[] {1}, new float[] {1});
    Tensor b = new Tensor(new long[] {2}, new float[] {2, 3});
    Path file = folder.resolve("ab");
    Path other = folder.resolve("ba");

    // When
    Safetensors.write(file, new LinkedHashMap<>(Map.of("a", a, "b", b)));
    var reversed = new LinkedHashMap<String, Tensor>();
    reversed.put("b", b);
    reversed.put("a", a);
    Safetensors.write(other, reversed);

    // Then: an aligned header, then the values
    assertThat(Files.readAllBytes(other)).isEqualTo(Files.readAllBytes(file));
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.getLong() % 8).isZero();
    assertThat(bytes.getFloat(bytes.limit() - Float.BYTES)).isEqualTo(3);
  }

  @Test
  void shouldReadWhatOthersWrite() throws IOException {
    // Given: metadata, and a header in another order than the values
    Path file =
        file(
            """
            {"__metadata__":{"format":"pt"},
             "b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},
             "a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}
            """,
            1,
            2,
            3);

    // When
    Map<String, Tensor> read = Safetensors.read(file);

    // Then
    assertThat(read.keySet()).containsExactly("b", "a");
    assertThat(read.get("a").data()).containsExactly(1, 2);
    assertThat(read.get("a").hasShape(2, 1)).isTrue();
    assertThat(read.get("b").data()).containsExactly(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 40, -1})
  void shouldRefuseATruncatedFile(int bytes) throws IOException {
    // Given
    Path file = file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 1);
    byte[] whole = Files.readAllBytes(file);

    // When
    Files.write(file, Arrays.copyOf(whole, bytes < 0 ? whole.length + bytes : bytes));

    // Then
    assertRefused(file, "it ends too early");
  }

  @ParameterizedTest
  @CsvSource({"-1", "0", "1", "16777217", "9223372036854775807"})
  void shouldRefuseAHeaderOfImpossibleLength(long length) throws IOException {
    // Given
    Path file = folder.resolve("weights.safetensors");
    Files.write(
        file, ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());

    // When / Then
    assertRefused(file, "its header claims " + length + " bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":                                                         | its header is no JSON
          [1, 2]                                                        | its header is no JSON object
          {"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}       | a holds values of type 'BF16', not F32
          {"a":{"shape":[1],"data_offsets":[0,4]}}                      | a holds values of type '', not F32
          {"a":7}                                                       | a holds values of type '', not F32
          {"a":{"dtype":"F32","data_offsets":[0,4]}}                    | a has no shape
          {"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}       | impossible shape [-1]
          {"a":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,4]}} | impossible shape [65536, 65536]
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}        | the offsets of a do not match its shape
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}       | the offsets of a do not match its shape
          {"a":{"dtype":"F32","shape":[1]}}                             | the offsets of a do not match its shape
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}        | a begins at byte 4, where byte 0 is next
          {}                                                            | it goes on behind its last tensor
          """)
  void shouldRefuseAWrongHeader(String header, String why) throws IOException {
    assertRefused(file(header, 1), why);
  }

  @Test
  void shouldRefuseTensorsThatOverlap() throws IOException {
    // Given
    Path file =
        file(
            """
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},
             "b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}
            """,
            1,
            2,
            3);

    // When / Then
    assertRefused(file, "b begins at byte 4, where byte 8 is next");
  }

  private Path file(String header, float... values) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + json.length + values.length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return Files.write(folder.resolve("weights.safetensors"), bytes.array());
  }

  private static void assertRefused(Path file, String why) {
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(UserException.class)
        .hasMessage(file + " is not a usable safetensors file: " + why);
  }
}
