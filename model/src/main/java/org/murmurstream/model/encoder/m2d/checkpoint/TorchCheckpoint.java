package org.murmurstream.model.encoder.m2d.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import net.razorvine.pickle.PickleException;
import org.murmurstream.core.UserException;
import org.murmurstream.model.tensor.Tensor;

/**
 * A checkpoint written by {@code torch.save} (the zip format, PyTorch 1.6 and later): a state
 * dictionary, bare or under the key {@code model}. Tensors are read one by one when they are asked
 * for; nothing else in the file, such as an optimizer's state, is read at all.
 */
public final class TorchCheckpoint implements AutoCloseable {

  private static final String PICKLE = "data.pkl";
  private static final int MAX_PICKLE_BYTES = 64 << 20;
  private static final int BUFFER_BYTES = 1 << 20;

  private final Path file;
  private final ZipFile zip;
  private final String root;
  private final Map<String, StoredTensor> tensors;

  private TorchCheckpoint(Path file, ZipFile zip) throws IOException {
    this.file = file;
    this.zip = zip;
    this.root = root();
    this.tensors = stateDictionary();
  }

  /**
   * Opens a checkpoint and reads its table of tensors.
   *
   * @throws UserException if the file is no such checkpoint, is damaged, or its pickle asks for
   *     anything but tensors and plain values
   */
  public static TorchCheckpoint open(Path file) throws IOException {
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new UserException(
          file
              + " is not a complete PyTorch checkpoint (a zip archive); if it was downloaded, the"
              + " download may have been cut short",
          e);
    }
    try {
      return new TorchCheckpoint(file, zip);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  /** The tensors of the state dictionary by name. */
  Map<String, StoredTensor> tensors() {
    return tensors;
  }

  /**
   * Reads a tensor.
   *
   * @throws UserException if its values are not float32, or are damaged
   */
  public Tensor read(String name) throws IOException {
    StoredTensor tensor = tensors.get(name);
    if (!tensor.storage().type().equals("FloatStorage")) {
      throw damaged(
          "its tensor %s is a %s; only float32 weights can be imported"
              .formatted(name, tensor.storage().type()));
    }
    long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
    try {
      return new Tensor(shape, values(tensor, shape));
    } catch (IllegalArgumentException | EOFException e) {
      throw damaged("its tensor " + name + " does not fit its storage");
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  private String root() {
    List<String> pickles =
        zip.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
            .toList();
    if (pickles.size() != 1) {
      throw damaged("it holds %d files named %s, not one".formatted(pickles.size(), PICKLE));
    }
    return pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
  }

  private Map<String, StoredTensor> stateDictionary() throws IOException {
    requireLittleEndian();
    Object content;
    try {
      content = CheckpointUnpickler.read(bytes(root + PICKLE));
    } catch (PickleException e) {
      throw new UserException(file + " cannot be read: " + e.getMessage(), e);
    }
    if (content instanceof Map<?, ?> map && map.get("model") instanceof Map<?, ?> model) {
      content = model;
    }
    if (!(content instanceof Map<?, ?> dictionary)) {
      throw damaged("it holds no state dictionary");
    }
    var found = new TreeMap<String, StoredTensor>();
    dictionary.forEach(
        (key, value) -> {
          if (key instanceof String name && value instanceof StoredTensor tensor) {
            found.put(name, tensor);
          }
        });
    return found;
  }

  private void requireLittleEndian() throws IOException {
    if (zip.getEntry(root + "byteorder") != null) {
      String order = new String(bytes(root + "byteorder"), StandardCharsets.US_ASCII);
      if (!order.equals("little")) {
        throw damaged("its byte order is '" + order + "'");
      }
    }
  }

  private byte[] bytes(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry.getSize() > MAX_PICKLE_BYTES) {
      throw damaged("its file %s is %d bytes long".formatted(name, entry.getSize()));
    }
    var checksum = new CRC32();
    try (var in = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
      byte[] bytes = in.readAllBytes();
      requireChecksum(entry, checksum);
      return bytes;
    }
  }

  /** Row-major values of a view with any strides. */
  private float[] values(StoredTensor tensor, long[] shape) throws IOException {
    var values = new float[Tensor.size(shape)];
    if (values.length == 0) {
      return values;
    }
    if (tensor.strides().size() != shape.length || tensor.offset() < 0) {
      throw new IllegalArgumentException();
    }
    long last = 0;
    boolean contiguous = true;
    long rowMajor = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      long stride = tensor.strides().get(i);
      if (stride < 0) {
        throw new IllegalArgumentException();
      }
      last = Math.addExact(last, Math.multiplyExact(shape[i] - 1, stride));
      contiguous &= shape[i] == 1 || stride == rowMajor;
      rowMajor *= shape[i];
    }
    if (contiguous) {
      readStorage(tensor.storage(), tensor.offset(), values);
      return values;
    }
    var span = new float[Tensor.size(last + 1)];
    readStorage(tensor.storage(), tensor.offset(), span);
    for (int i = 0; i < values.length; i++) {
      long rest = i;
      long index = 0;
      for (int d = shape.length - 1; d >= 0; d--) {
        index += rest % shape[d] * tensor.strides().get(d);
        rest /= shape[d];
      }
      values[i] = span[(int) index];
    }
    return values;
  }

  /** Reads consecutive values; the whole storage passes by, so that its checksum is known. */
  private void readStorage(StoredTensor.Storage storage, long offset, float[] values)
      throws IOException {
    ZipEntry entry = zip.getEntry(root + "data/" + storage.key());
    if (entry == null || entry.getSize() < storage.size() * Float.BYTES) {
      throw new EOFException();
    }
    var checksum = new CRC32();
    try (var in = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
      in.skipNBytes(offset * Float.BYTES);
      var buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int done = 0; done < values.length; ) {
        int count = Math.min(values.length - done, BUFFER_BYTES / Float.BYTES);
        int bytes = count * Float.BYTES;
        if (in.readNBytes(buffer.array(), 0, bytes) < bytes) {
          throw new EOFException();
        }
        buffer.clear().asFloatBuffer().get(values, done, count);
        done += count;
      }
      in.transferTo(OutputStream.nullOutputStream());
    }
    requireChecksum(entry, checksum);
  }

  private void requireChecksum(ZipEntry entry, CRC32 checksum) {
    if (checksum.getValue() != entry.getCrc()) {
      throw damaged("the checksum of its file %s is wrong".formatted(entry.getName()));
    }
  }

  private UserException damaged(String why) {
    return new UserException(file + " is not a usable checkpoint: " + why);
  }
}
