package org.murmurstream.stream.health;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.streams.KafkaStreams;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.kafka.serde.WriterSchemas;
import org.murmurstream.stream.ExamMeters;
import org.murmurstream.stream.inference.Inference;
import org.murmurstream.stream.releases.ModelKeeper;
import org.murmurstream.stream.store.StoreMemory;

/**
 * What the application counts and measures, for Prometheus. The number of series is bounded by the
 * number of partitions and threads: no exam, patient or device is ever a label.
 */
public final class Metrics implements AutoCloseable {

  /** Of the hundreds of Kafka's own, those an operator looks at. */
  private static final List<String> KAFKAS =
      List.of(
          "kafka.stream.alive.stream.threads",
          "kafka.stream.failed.stream.threads",
          "kafka.stream.thread.process.",
          "kafka.stream.thread.poll.",
          "kafka.stream.thread.commit.",
          "kafka.stream.thread.punctuate.",
          "kafka.stream.task.dropped.records.",
          "kafka.stream.task.process.latency",
          "kafka.consumer.fetch.manager.records.lag.max",
          "kafka.consumer.fetch.manager.records.consumed.total",
          "kafka.consumer.coordinator.rebalance.total",
          "kafka.producer.record.error.total",
          "kafka.producer.record.send.total",
          "kafka.producer.txn.");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ExamMeters exams;
  private final Inference inference;
  private final MultiGauge model;
  private Optional<KafkaStreamsMetrics> kafka = Optional.empty();

  public Metrics(Inference inference) {
    registry.config().meterFilter(new Bounds());
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    bind(inference);
    exams = new ExamMeters(registry);
    this.inference = inference;
    model =
        MultiGauge.builder("murmur.model.info")
            .description("The model that hears new exams, by its labels; always 1")
            .register(registry);
  }

  /** For the topology. */
  public ExamMeters exams() {
    return exams;
  }

  /** Adds Kafka's own; what Kafka adds later is seen within a minute. */
  public void bind(KafkaStreams streams) {
    stores("disk", streams, kafkas -> sum(kafkas, "total-sst-files-size"));
    var metrics = new KafkaStreamsMetrics(streams);
    metrics.bindTo(registry);
    kafka = Optional.of(metrics);
  }

  /** Adds what the stores take beyond the heap. */
  public void bind(StoreMemory memory) {
    stores("memory", memory, StoreMemory::used);
  }

  private <T> void stores(String where, T stores, ToDoubleFunction<T> measure) {
    Gauge.builder("murmur.store.size", stores, measure)
        .description("What the stores on this instance take, on disk and in memory beyond the heap")
        .baseUnit("bytes")
        .tag("where", where)
        .register(registry);
  }

  private static double sum(KafkaStreams streams, String measure) {
    return streams.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().name().equals(measure))
        .map(metric -> metric.getValue().metricValue())
        .mapToDouble(value -> value instanceof Number bytes ? bytes.doubleValue() : 0)
        .sum();
  }

  /** Adds how often the registry failed. */
  public void bind(WriterSchemas schemas) {
    FunctionCounter.builder("murmur.registry.failures", schemas, WriterSchemas::failures)
        .description("Times that the schema registry gave no answer that can be used")
        .register(registry);
  }

  /** Adds what is still to be brought back. */
  public void bind(Restoration restoration) {
    Gauge.builder(
            "murmur.restore.remaining",
            restoration,
            now -> now.now().map(restore -> restore.of() - restore.records()).orElse(0L))
        .description("Records of changelogs that the stores here still lack")
        .baseUnit("records")
        .register(registry);
  }

  /** Adds how models were loaded. */
  public void bind(ModelKeeper keeper) {
    loads("ok", keeper, ModelKeeper::loads);
    loads("refused", keeper, ModelKeeper::refusals);
  }

  /** In Prometheus' text format. */
  public String scrape() {
    ModelIdentity now = inference.current();
    Tags tags =
        Tags.of(
            "name",
            now.name(),
            "version",
            now.version(),
            "trained",
            Boolean.toString(now.trained()));
    model.register(List.of(MultiGauge.Row.of(tags, 1)), true);
    return registry.scrape();
  }

  @Override
  public void close() {
    kafka.ifPresent(KafkaStreamsMetrics::close);
    registry.close();
  }

  private void bind(Inference inference) {
    Gauge.builder("murmur.inference.outstanding", inference, Inference::outstanding)
        .description("Recordings and decisions that the model has still to do")
        .register(registry);
    Gauge.builder("murmur.inference.busy", inference, i -> i.busyFor().toMillis() / 1000.0)
        .description("How long the model has been at its present batch")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("murmur.inference.still", inference, i -> i.stillFor().toMillis() / 1000.0)
        .description("How long the model has been at work without any progress")
        .baseUnit("seconds")
        .register(registry);
    for (Inference.Trouble trouble : Inference.Trouble.values()) {
      Gauge.builder(
              "murmur.inference.trouble",
              inference,
              i -> i.trouble().equals(Optional.of(trouble)) ? 1 : 0)
          .description("1 while nothing is handed to the model, because it fails or hangs")
          .tag("kind", trouble.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    Gauge.builder("murmur.inference.standins", inference, Inference::standIns)
        .description("Models that the CPU hears with because their device was lost")
        .register(registry);
    counter(
        "pauses",
        "Times that work was paused because the model failed",
        inference,
        Inference::pauses);
    counter("batches", "Batches given to the model", inference, Inference::batches);
    counter("heard", "Recordings heard", inference, Inference::heard);
    counter("decided", "Exams decided", inference, Inference::decided);
    counter(
        "failures",
        "Recordings and exams on which the model failed for good",
        inference,
        Inference::failures);
  }

  private void counter(
      String name, String description, Inference inference, ToDoubleFunction<Inference> count) {
    FunctionCounter.builder("murmur.inference." + name, inference, count)
        .description(description)
        .register(registry);
  }

  private void loads(String outcome, ModelKeeper keeper, ToDoubleFunction<ModelKeeper> count) {
    FunctionCounter.builder("murmur.model.loads", keeper, count)
        .description("Models loaded while the application runs or starts, and models refused")
        .tag("outcome", outcome)
        .register(registry);
  }

  private static final class Bounds implements MeterFilter {

    @Override
    public MeterFilterReply accept(Meter.Id id) {
      boolean wanted =
          !id.getName().startsWith("kafka.")
              || KAFKAS.stream().anyMatch(kept -> id.getName().startsWith(kept));
      return wanted ? MeterFilterReply.NEUTRAL : MeterFilterReply.DENY;
    }
  }
}
