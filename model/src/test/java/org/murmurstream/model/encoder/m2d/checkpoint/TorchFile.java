package org.murmurstream.model.encoder.m2d.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.razorvine.pickle.Opcodes;
import org.murmurstream.model.tensor.Tensor;

/** Writes what {@code torch.save} would. */
final class TorchFile {

  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();

  TorchFile() {
    put(Opcodes.PROTO, 2);
  }

  /** A bare state dictionary. */
  static TorchFile of(Map<String, Tensor> tensors) {
    var file = new TorchFile();
    file.dictionary(tensors);
    file.put(Opcodes.STOP);
    return file;
  }

  /** Any pickle. */
  static TorchFile ofPickle(String program) {
    var file = new TorchFile();
    file.pickle.writeBytes(program.getBytes(StandardCharsets.ISO_8859_1));
    return file;
  }

  TorchFile dictionary(Map<String, Tensor> tensors) {
    global("collections\nOrderedDict\n");
    put(Opcodes.EMPTY_TUPLE, Opcodes.REDUCE, Opcodes.MARK);
    tensors.forEach(
        (name, tensor) -> {
          string(name);
          long[] strides = new long[tensor.shape().length];
          long stride = 1;
          for (int i = strides.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= tensor.shape()[i];
          }
          tensor("FloatStorage", tensor.data(), 0, tensor.shape(), strides);
        });
    put(Opcodes.SETITEMS);
    return this;
  }

  TorchFile tensor(String type, float[] storage, int offset, long[] shape, long[] strides) {
    String key = Integer.toString(entries.size());
    ByteBuffer bytes =
        ByteBuffer.allocate(storage.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(storage);
    entries.put("data/" + key, bytes.array());
    return tensorInStorage(type, key, storage.length, offset, shape, strides);
  }

  TorchFile tensorInStorage(
      String type, String key, int size, int offset, long[] shape, long[] strides) {
    global("torch._utils\n_rebuild_tensor_v2\n");
    put(Opcodes.MARK, Opcodes.MARK);
    string("storage");
    global("torch\n" + type + "\n");
    string(key);
    string("cuda:0");
    number(size);
    put(Opcodes.TUPLE, Opcodes.BINPERSID);
    number(offset);
    numbers(shape);
    numbers(strides);
    put(Opcodes.NEWFALSE);
    global("collections\nOrderedDict\n");
    put(Opcodes.EMPTY_TUPLE, Opcodes.REDUCE, Opcodes.TUPLE, Opcodes.REDUCE);
    return this;
  }

  TorchFile global(String lines) {
    put(Opcodes.GLOBAL);
    pickle.writeBytes(lines.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  TorchFile string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    put(Opcodes.BINUNICODE);
    little(utf8.length);
    pickle.writeBytes(utf8);
    return this;
  }

  TorchFile put(int... bytes) {
    for (int b : bytes) {
      pickle.write(b);
    }
    return this;
  }

  Path write(Path file) {
    entries.put("data.pkl", pickle.toByteArray());
    entries.put("byteorder", "little".getBytes(StandardCharsets.US_ASCII));
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var entry : entries.entrySet()) {
        var zipped = new ZipEntry("archive/" + entry.getKey());
        var checksum = new CRC32();
        checksum.update(entry.getValue());
        zipped.setMethod(ZipEntry.STORED);
        zipped.setSize(entry.getValue().length);
        zipped.setCrc(checksum.getValue());
        zip.putNextEntry(zipped);
        zip.write(entry.getValue());
        zip.closeEntry();
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void numbers(long[] values) {
    put(Opcodes.MARK);
    for (long value : values) {
      number((int) value);
    }
    put(Opcodes.TUPLE);
  }

  private void number(int value) {
    put(Opcodes.BININT);
    little(value);
  }

  private void little(int value) {
    put(value & 0xff, value >> 8 & 0xff, value >> 16 & 0xff, value >> 24 & 0xff);
  }
}
