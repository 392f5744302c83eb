// A device and a reader of predictions in one, from nothing but docs/device-client.md and the committed schema:
//   node client.mjs '{"bootstrap": .., "registry": .., "schemaFile": .., "patientId": .., "examId": .., "samples": base64, "crc32c": [..]}'
// Uploads one site in two chunks, waits for the prediction and prints it as JSON on the last line.
import { readFileSync } from 'node:fs';
import { AvroDeserializer, AvroSerializer, SchemaRegistryClient, SerdeType } from '@confluentinc/schemaregistry';
import { Kafka, logLevel } from 'kafkajs';

const RECORDINGS = 'recordings';
const PREDICTIONS = 'murmur-predictions';

const task = JSON.parse(process.argv[2]);
const registry = new SchemaRegistryClient({ baseURLs: [task.registry] });
const kafka = new Kafka({ clientId: 'foreign-device', brokers: [task.bootstrap], logLevel: logLevel.ERROR });

const schema = readFileSync(task.schemaFile, 'utf8');
await registry.register(`${RECORDINGS}-value`, { schemaType: 'AVRO', schema });
const serializer = new AvroSerializer(registry, SerdeType.VALUE, { useLatestVersion: true });
const deserializer = new AvroDeserializer(registry, SerdeType.VALUE, {});

const producer = kafka.producer();
await producer.connect();
const samples = Buffer.from(task.samples, 'base64');
const half = samples.length / 2;
for (const sequence of [0, 1]) {
  const chunk = {
    examId: task.examId,
    patientId: task.patientId,
    deviceId: 'node-1',
    site: 'MV',
    recording: 0,
    sequence,
    last: sequence === 1,
    sampleRateHz: 4000,
    encoding: 'PCM16',
    samples: samples.subarray(sequence * half, (sequence + 1) * half),
    crc32c: task.crc32c[sequence],
    intendedSites: ['MV'],
    recordedAt: Date.now(),
  };
  const value = await serializer.serialize(RECORDINGS, chunk);
  await producer.send({ topic: RECORDINGS, acks: -1, messages: [{ key: task.patientId, value }] });
}
await producer.disconnect();

const consumer = kafka.consumer({ groupId: `foreign-${task.examId}` });
await consumer.connect();
await consumer.subscribe({ topic: PREDICTIONS, fromBeginning: true });
const prediction = await new Promise((resolve, reject) => {
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  consumer.run({
    eachMessage: async ({ message }) => {
      const value = await deserializer.deserialize(PREDICTIONS, message.value);
      if (value.examId === task.examId) resolve(value);
    },
  });
});
await consumer.disconnect();
console.log(JSON.stringify(prediction, (name, value) => (typeof value === 'bigint' ? Number(value) : value)));
