package org.murmurstream.kafka.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Decodes what is framed as Confluent does, and never waits for the registry: a schema that is not
 * at hand is an exception, and so is everything that does not resolve to a T.
 */
public final class AvroDecoder<T extends SpecificRecord> {

  private static final int FRAME_BYTES = 1 + Integer.BYTES;

  private final WriterSchemas schemas;
  private final Class<T> type;
  private final Schema readerSchema;

  /**
   * @param type what comes out, whatever the writer says
   */
  public AvroDecoder(WriterSchemas schemas, Class<T> type) {
    this.schemas = schemas;
    this.type = type;
    this.readerSchema = SpecificData.get().getSchema(type);
  }

  /**
   * Decodes a value, frame included.
   *
   * @throws SchemaUnavailableException if the schema it names is not at hand
   * @throws SerializationException if its bytes cannot be read with that schema
   */
  public T decode(byte[] framed) {
    if (framed.length < FRAME_BYTES || framed[0] != 0) {
      throw new SerializationException("Not framed by a zero byte and a schema id");
    }
    WriterSchemas.Answer answer = schemas.ask(ByteBuffer.wrap(framed, 1, Integer.BYTES).getInt());
    if (!(answer instanceof WriterSchemas.Known writer)) {
      throw new SchemaUnavailableException(answer);
    }
    try {
      // With our schema as the reader's, a writer's record name never chooses the class.
      Object value =
          new SpecificDatumReader<Object>(writer.schema(), readerSchema)
              .read(
                  null,
                  DecoderFactory.get()
                      .binaryDecoder(framed, FRAME_BYTES, framed.length - FRAME_BYTES, null));
      if (!type.isInstance(value)) {
        throw new SerializationException("Does not resolve to " + type.getSimpleName());
      }
      return type.cast(value);
    } catch (StackOverflowError e) {
      throw new SerializationException("Nested too deeply", e);
    } catch (IOException | AvroRuntimeException | ClassCastException e) {
      throw new SerializationException("Cannot be read with the schema it names", e);
    }
  }
}
