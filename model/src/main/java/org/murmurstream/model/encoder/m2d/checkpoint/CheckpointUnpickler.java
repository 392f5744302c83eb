package org.murmurstream.model.encoder.m2d.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads the pickle of a PyTorch checkpoint without running any of it. A pickle is a program that
 * may call anything; here it may name a handful of globals, of which only tensors become objects,
 * and use the instructions that {@code torch.save} writes. Everything else is refused by name.
 */
final class CheckpointUnpickler extends Unpickler {

  private static final Set<Short> INSTRUCTIONS =
      Set.of(
          Opcodes.PROTO,
          Opcodes.FRAME,
          Opcodes.MARK,
          Opcodes.STOP,
          Opcodes.NONE,
          Opcodes.NEWTRUE,
          Opcodes.NEWFALSE,
          Opcodes.BININT,
          Opcodes.BININT1,
          Opcodes.BININT2,
          Opcodes.LONG1,
          Opcodes.BINFLOAT,
          Opcodes.SHORT_BINUNICODE,
          Opcodes.EMPTY_TUPLE,
          Opcodes.TUPLE,
          Opcodes.TUPLE1,
          Opcodes.TUPLE2,
          Opcodes.TUPLE3,
          Opcodes.EMPTY_LIST,
          Opcodes.APPEND,
          Opcodes.APPENDS,
          Opcodes.EMPTY_DICT,
          Opcodes.SETITEM,
          Opcodes.SETITEMS,
          Opcodes.BINPUT,
          Opcodes.LONG_BINPUT,
          Opcodes.BINGET,
          Opcodes.LONG_BINGET,
          Opcodes.MEMOIZE,
          Opcodes.BINPERSID,
          Opcodes.REDUCE,
          Opcodes.NEWOBJ);

  private static final Map<String, IObjectConstructor> GLOBALS = globals();

  private final ByteArrayInputStream pickle;

  private CheckpointUnpickler(byte[] pickle) {
    this.pickle = new ByteArrayInputStream(pickle);
  }

  /**
   * The object a checkpoint holds: maps, lists, strings, numbers, {@link StoredTensor}s.
   *
   * @throws PickleException if the pickle is damaged or asks for what it may not
   */
  static Object read(byte[] pickle) {
    var unpickler = new CheckpointUnpickler(pickle);
    try {
      return unpickler.load(unpickler.pickle);
    } catch (PickleException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The library's stack machine meets a nonsensical program with whatever it stumbles over.
      throw new PickleException("it is damaged", e);
    }
  }

  @Override
  protected Object dispatch(short instruction) throws IOException {
    switch (instruction) {
      case Opcodes.GLOBAL, Opcodes.INST ->
          stack.add(global(PickleUtils.readline(input) + "." + PickleUtils.readline(input)));
      case Opcodes.STACK_GLOBAL -> {
        Object name = stack.pop();
        stack.add(global(stack.pop() + "." + name));
      }
      case Opcodes.BUILD -> stack.pop(); // the state of a namespace, the metadata of a dictionary
      case Opcodes.BINUNICODE -> stack.add(string());
      default -> {
        if (!INSTRUCTIONS.contains(instruction)) {
          throw new PickleException(
              "it uses the pickle instruction 0x%02x, which no checkpoint needs"
                  .formatted(instruction));
        }
        return super.dispatch(instruction);
      }
    }
    return NO_RETURN_VALUE;
  }

  /** A storage: {@code ("storage", type, key, location, size)}; where it lay does not matter. */
  @Override
  protected Object persistentLoad(Object id) {
    if (id instanceof Object[] parts
        && parts.length == 5
        && "storage".equals(parts[0])
        && parts[1] instanceof StorageType type
        && parts[2] instanceof String key
        && parts[4] instanceof Number size) {
      return new StoredTensor.Storage(type.name(), key, size.longValue());
    }
    throw new PickleException("it refers to an object outside the archive that is no storage");
  }

  private String string() throws IOException {
    int length = PickleUtils.bytes_to_integer(PickleUtils.readbytes(input, Integer.BYTES));
    if (length < 0 || length > pickle.available()) {
      throw new PickleException("it is damaged: a string of " + length + " bytes");
    }
    return new String(PickleUtils.readbytes(input, length), StandardCharsets.UTF_8);
  }

  private static Object global(String name) {
    IObjectConstructor constructor = GLOBALS.get(name);
    if (constructor == null) {
      throw new PickleException(
          "it asks for the Python object '%s'; only tensors and plain values are read, nothing is run"
              .formatted(name));
    }
    return constructor;
  }

  private static Map<String, IObjectConstructor> globals() {
    var globals = new HashMap<String, IObjectConstructor>();
    globals.put("collections.OrderedDict", args -> new HashMap<Object, Object>());
    globals.put("argparse.Namespace", args -> new HashMap<Object, Object>());
    globals.put("torch._utils._rebuild_parameter", args -> args[0]);
    globals.put("torch._utils._rebuild_tensor_v2", CheckpointUnpickler::tensor);
    Stream.of("FloatStorage", "HalfStorage", "DoubleStorage", "LongStorage")
        .forEach(type -> globals.put("torch." + type, new StorageType(type)));
    return Map.copyOf(globals);
  }

  /** {@code (storage, offset, size, stride, requires_grad, hooks)}. */
  private static StoredTensor tensor(Object[] args) {
    return new StoredTensor(
        (StoredTensor.Storage) args[0],
        ((Number) args[1]).longValue(),
        longs((Object[]) args[2]),
        longs((Object[]) args[3]));
  }

  private static List<Long> longs(Object[] numbers) {
    return Arrays.stream(numbers).map(number -> ((Number) number).longValue()).toList();
  }

  private record StorageType(String name) implements IObjectConstructor {
    @Override
    public Object construct(Object[] args) {
      throw new PickleException("it builds a storage by itself");
    }
  }
}
