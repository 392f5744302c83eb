package org.murmurstream.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Bytes and JSON of a record by Avro alone, without any registry's framing. */
public final class AvroCodec {

  private AvroCodec() {}

  public static byte[] encode(SpecificRecord record) throws IOException {
    var bytes = new ByteArrayOutputStream();
    Encoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  public static String json(SpecificRecord record) throws IOException {
    return json(record, record.getSchema());
  }

  /** What a reader of another version makes of a record. */
  public static String json(SpecificRecord record, Schema reader) throws IOException {
    GenericRecord read =
        new GenericDatumReader<GenericRecord>(record.getSchema(), reader)
            .read(null, DecoderFactory.get().binaryDecoder(encode(record), null));
    var bytes = new ByteArrayOutputStream();
    Encoder encoder = EncoderFactory.get().jsonEncoder(reader, bytes, true);
    new GenericDatumWriter<GenericRecord>(reader).write(read, encoder);
    encoder.flush();
    return bytes.toString(StandardCharsets.UTF_8) + "\n";
  }

  /** Decodes all of the bytes; a byte too many is an error. */
  public static SpecificRecord decode(byte[] bytes, Schema writer, Schema reader)
      throws IOException {
    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, null);
    SpecificRecord record =
        new SpecificDatumReader<SpecificRecord>(writer, reader).read(null, decoder);
    if (!decoder.isEnd()) {
      throw new IOException("bytes left over");
    }
    return record;
  }
}
