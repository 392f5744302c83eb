package org.murmurstream.data.wav;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** How one sample is laid out in a file. */
enum SampleEncoding {
  PCM8(1, 8) {
    @Override
    double counts(ByteBuffer data, int at) {
      return (Byte.toUnsignedInt(data.get(at)) - 128) * 256.0;
    }
  },
  PCM16(1, 16) {
    @Override
    double counts(ByteBuffer data, int at) {
      return data.getShort(at);
    }
  },
  PCM24(1, 24) {
    @Override
    double counts(ByteBuffer data, int at) {
      boolean littleEndian = data.order() == ByteOrder.LITTLE_ENDIAN;
      int low = Byte.toUnsignedInt(data.get(littleEndian ? at : at + 2));
      int middle = Byte.toUnsignedInt(data.get(at + 1));
      int high = data.get(littleEndian ? at + 2 : at);
      return (high * 65_536 + middle * 256 + low) / 256.0;
    }
  },
  PCM32(1, 32) {
    @Override
    double counts(ByteBuffer data, int at) {
      return data.getInt(at) / 65_536.0;
    }
  },
  FLOAT32(3, 32) {
    @Override
    double counts(ByteBuffer data, int at) {
      return data.getFloat(at) * FULL_SCALE;
    }
  },
  FLOAT64(3, 64) {
    @Override
    double counts(ByteBuffer data, int at) {
      return data.getDouble(at) * FULL_SCALE;
    }
  },
  A_LAW(6, 8) {
    @Override
    double counts(ByteBuffer data, int at) {
      int code = Byte.toUnsignedInt(data.get(at)) ^ 0x55;
      int exponent = (code >> 4) & 7;
      int mantissa = code & 15;
      int size = exponent == 0 ? mantissa * 16 + 8 : (mantissa * 16 + 264) << (exponent - 1);
      return (code & 0x80) == 0 ? -size : size;
    }
  },
  MU_LAW(7, 8) {
    @Override
    double counts(ByteBuffer data, int at) {
      int code = ~data.get(at) & 0xff;
      int size = (((code & 15) * 8 + 132) << ((code >> 4) & 7)) - 132;
      return (code & 0x80) == 0 ? size : -size;
    }
  };

  /** What a sample of 1 counts. */
  static final double FULL_SCALE = 32_768;

  private final int code;
  private final int bits;

  SampleEncoding(int code, int bits) {
    this.code = code;
    this.bits = bits;
  }

  /**
   * Finds an encoding.
   *
   * @param code the format tag of the {@code fmt } chunk, or of its sub-format
   * @param bits of a sample as it is stored
   */
  static Optional<SampleEncoding> of(int code, int bits) {
    return Arrays.stream(values()).filter(one -> one.code == code && one.bits == bits).findFirst();
  }

  /** Bytes of a sample. */
  int bytes() {
    return bits / Byte.SIZE;
  }

  /**
   * Reads a sample, in steps of 16-bit sound: -32768 to below 32768, of floating point beyond that
   * if the writer went beyond full scale. A-law and mu-law as of ITU-T G.711.
   *
   * @param at position of its first byte
   */
  abstract double counts(ByteBuffer data, int at);
}
