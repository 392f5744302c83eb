package org.murmurstream.stream.runtime;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.murmurstream.core.Ear;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.releases.ReleaseTopic;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.serde.WriterSchemas;
import org.murmurstream.kafka.topics.TopicAdmin;
import org.murmurstream.kafka.topics.Topics;
import org.murmurstream.kafka.transactions.HangingTransaction;
import org.murmurstream.kafka.transactions.TransactionAdmin;
import org.murmurstream.kafka.wire.RecordSizes;
import org.murmurstream.stream.Abridger;
import org.murmurstream.stream.AbridgingInterceptor;
import org.murmurstream.stream.MurmurTopology;
import org.murmurstream.stream.Placement;
import org.murmurstream.stream.StreamsDefaults;
import org.murmurstream.stream.TransientFault;
import org.murmurstream.stream.config.HangingTransactions;
import org.murmurstream.stream.config.StreamSettings;
import org.murmurstream.stream.health.Health;
import org.murmurstream.stream.health.HealthServer;
import org.murmurstream.stream.health.Metrics;
import org.murmurstream.stream.health.Restoration;
import org.murmurstream.stream.health.Vitals;
import org.murmurstream.stream.inference.Inference;
import org.murmurstream.stream.inference.Rehearsal;
import org.murmurstream.stream.releases.BundleFiles;
import org.murmurstream.stream.releases.ModelKeeper;
import org.murmurstream.stream.releases.ReleaseFollower;
import org.murmurstream.stream.store.StoreMemory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The application as it runs: model, streams, health. It ends when it is closed or when something
 * happens that only a restart can mend; which of the two, {@link #awaitEnd()} tells.
 */
public final class Application implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Application.class);

  /** How long streams that failed may take to end before the application ends without them. */
  private static final Duration ENDING = Duration.ofSeconds(20);

  /** Between two looks whether the topics are there: one that is gone is told within a minute. */
  private static final Duration TOPIC_LOOKS = Duration.ofSeconds(5);

  /** Between two looks at the clock. */
  private static final Duration CLOCK_LOOKS = Duration.ofSeconds(1);

  /** Between two looks why restoration stands still, if it does. */
  private static final Duration STANDSTILL_LOOKS = Duration.ofSeconds(10);

  /** A batch of a restoration takes less. */
  private static final Duration STANDSTILL_PATIENCE = Duration.ofSeconds(30);

  /** How often damaged stores are given up and restored, as long as the application runs. */
  private static final int MOST_RESTORATIONS = 5;

  /** Threads that are replaced although nobody knows why they failed, and in which time. */
  private static final int MOST_REPLACEMENTS = 3;

  private static final Duration REPLACEMENTS_WITHIN = Duration.ofMinutes(10);

  /** Between two tries to reach the registry. */
  private static final Duration REGISTRY_PAUSE = Duration.ofSeconds(5);

  private final Inference inference;
  private final Optional<Following> following;
  private final WriterSchemas schemas;
  private final StoreMemory memory;
  private final KafkaStreams streams;
  private final Metrics metrics;
  private final Vitals vitals;
  private final HealthServer health;
  private final TopicAdmin brokers;
  private final TopicWatch topicWatch;
  private final ClockWatch clockWatch;
  private final TransactionAdmin transactions;
  private final StandstillWatch standstillWatch;
  private final StreamSettings settings;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Replacements replacements =
      new Replacements(MOST_REPLACEMENTS, REPLACEMENTS_WITHIN, System::nanoTime);
  private final AtomicInteger restorations = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private Optional<Boolean> stopped = Optional.empty();

  /** Who follows releases, and whom it tells. */
  private record Following(ReleaseFollower follower, ModelKeeper keeper) {}

  private Application(
      StreamSettings settings, Inference inference, Optional<Following> following, int partitions) {
    this.inference = inference;
    this.following = following;
    this.settings = settings;
    this.metrics = new Metrics(inference);
    following.ifPresent(releases -> metrics.bind(releases.keeper()));
    AvroSerdes serdes = AvroSerdes.of(settings.connection());
    Topics topics = settings.topics().with(serdes);
    RegistryCheck.prepare(topics, settings.startTimeout());
    this.schemas =
        serdes.writerSchemas(
            topics.recordings().name(),
            settings.registry().timeout(),
            settings.registry().refused());
    metrics.bind(schemas);
    var abridger =
        new Abridger(RecordSizes.chunkRecord(settings.gather().maxChunkBytes()), Clock.systemUTC());
    Topology topology =
        MurmurTopology.build(
            topics,
            abridger,
            new Placement(partitions, settings.partitioner()),
            settings.gather(),
            schemas,
            settings.registry().mostHeld(),
            inference,
            metrics.exams(),
            version());
    this.memory = new StoreMemory(settings.stateMemory());
    this.streams = streams(topology, abridger, memory, settings);
    streams.setUncaughtExceptionHandler(this::respondTo);
    streams.setStateListener((now, before) -> changed(now));
    metrics.bind(streams);
    metrics.bind(memory);
    var restoration = new Restoration();
    streams.setGlobalStateRestoreListener(restoration);
    metrics.bind(restoration);
    this.transactions = new TransactionAdmin(settings.connection(), settings.startTimeout());
    this.standstillWatch =
        StandstillWatch.begin(
            STANDSTILL_LOOKS,
            STANDSTILL_PATIENCE,
            () -> progress(restoration),
            asked(transactions, settings),
            settings.hangingTransactions());
    this.vitals =
        new Vitals(
            streams,
            inference,
            following.map(Following::keeper),
            metrics.exams(),
            restoration,
            standstillWatch::complaints,
            version());
    this.health =
        HealthServer.start(settings.health(), vitals::health, vitals::status, metrics::scrape);
    this.brokers = new TopicAdmin(settings.connection(), settings.startTimeout());
    List<String> own =
        List.of(
            settings.topics().recordings(),
            settings.topics().predictions(),
            settings.topics().embeddings(),
            settings.topics().deadLetters());
    this.topicWatch =
        TopicWatch.begin(
            TOPIC_LOOKS,
            () -> brokers.missing(own),
            () -> brokers.partitions(settings.topics().recordings()),
            partitions,
            this::endFor);
    this.clockWatch = ClockWatch.begin(CLOCK_LOOKS, System::currentTimeMillis, this::endFor);
  }

  /**
   * Starts reading, with the newest production release, or the bundle of the settings if there is
   * none or releases are not to be followed.
   *
   * @throws org.murmurstream.core.UserException if there is no model, or releases cannot be read
   */
  public static Application start(StreamSettings settings) {
    var bundles =
        new BundleFiles(
            settings.bundle(),
            settings.torch(),
            settings.ears(),
            settings.onDeviceFailure(),
            settings.precision(),
            settings.policy());
    if (!settings.followReleases()) {
      return start(settings, List.of(() -> Rehearsal.passed(bundles.own().ear().get())));
    }
    var keeper = new ModelKeeper(bundles, settings.releasesOf());
    ReleaseFollower follower =
        ReleaseFollower.open(
            settings.connection(),
            ReleaseTopic.under(settings.topics().models(), settings.connection()),
            keeper,
            settings.startTimeout());
    Inference inference = Inference.start(List.of(), settings.inference(), keeper);
    try {
      follower.start(inference, settings.startTimeout());
      return start(settings, inference, Optional.of(new Following(follower, keeper)));
    } catch (RuntimeException e) {
      follower.close();
      inference.close();
      throw e;
    }
  }

  /**
   * Starts reading with these ears, whatever is released.
   *
   * @param ears make the ears, the one for new exams first
   */
  public static Application start(
      StreamSettings settings, List<? extends Supplier<? extends Ear>> ears) {
    Inference inference = Inference.start(ears, settings.inference());
    try {
      return start(settings, inference, Optional.empty());
    } catch (RuntimeException e) {
      inference.close();
      throw e;
    }
  }

  private static Application start(
      StreamSettings settings, Inference inference, Optional<Following> following) {
    int partitions;
    try (var admin = new TopicAdmin(settings.connection(), settings.startTimeout())) {
      partitions = admin.partitions(settings.topics().recordings());
      admin.prepareOffsets(settings.applicationId(), settings.topics().recordings());
    }
    var application = new Application(settings, inference, following, partitions);
    try {
      application.streams.start();
      return application;
    } catch (StreamsException e) {
      application.closeStreams();
      if (!DamagedStores.areBehind(e)) {
        throw ApplicationFailure.of(e, settings);
      }
      tellOfDamage(e);
      application.streams.cleanUp();
    }
    var restored = new Application(settings, inference, following, partitions);
    restored.streams.start();
    return restored;
  }

  /**
   * Takes the directory of stores, and makes the streams.
   *
   * @throws UserException if another instance has the directory
   */
  private static KafkaStreams streams(
      Topology topology, Abridger abridger, StoreMemory memory, StreamSettings settings) {
    Map<String, Object> properties = properties(settings);
    memory.giveTo(properties);
    properties.put(StreamsConfig.mainConsumerPrefix(AbridgingInterceptor.ABRIDGER), abridger);
    try {
      return new KafkaStreams(topology, new StreamsConfig(properties));
    } catch (StreamsException e) {
      throw new UserException(ApplicationFailure.of(e, settings).getMessage(), e);
    }
  }

  /** The model that hears new exams. */
  public ModelIdentity model() {
    return inference.current();
  }

  /** Port of health and metrics. */
  public int healthPort() {
    return health.port();
  }

  /** How it is. */
  public Health health() {
    return vitals.health();
  }

  /** Version of this application, from its jar's manifest. */
  private static String version() {
    String version = Application.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  /**
   * Waits until the application is to end.
   *
   * @throws ApplicationFailure if it must end because of a failure
   */
  public void awaitEnd() throws InterruptedException {
    ended.await();
    if (failure.get() != null) {
      throw ApplicationFailure.of(failure.get(), settings);
    }
    if (streams.state() == State.ERROR || streams.state() == State.PENDING_ERROR) {
      throw ApplicationFailure.unexplained();
    }
  }

  /** Lets {@link #awaitEnd()} return. */
  public void requestStop() {
    ended.countDown();
  }

  /**
   * Lets the work in hand end within the time configured, and frees everything. What did not end in
   * time is done again after the next start.
   *
   * @return whether all work was committed
   */
  public synchronized boolean stop() {
    if (stopped.isEmpty()) {
      boolean drained = closeStreams();
      if (!drained) {
        LOG.atWarn()
            .addKeyValue("seconds", settings.stopTimeout().toSeconds())
            .log("the work in hand did not end in time");
      }
      following.ifPresent(releases -> releases.follower().close());
      inference.close();
      ended.countDown();
      stopped = Optional.of(drained);
    }
    return stopped.get();
  }

  /** Ends everything that is not shared with another try to start. */
  private boolean closeStreams() {
    boolean drained = streams.close(settings.stopTimeout());
    topicWatch.close();
    clockWatch.close();
    standstillWatch.close();
    transactions.close();
    brokers.close();
    schemas.close();
    health.close();
    vitals.close();
    metrics.close();
    memory.close();
    return drained;
  }

  @Override
  public void close() {
    stop();
  }

  private static Optional<StandstillWatch.Progress> progress(Restoration restoration) {
    return restoration
        .now()
        .map(now -> new StandstillWatch.Progress(restoration.changelogs(), now.records()));
  }

  private static StandstillWatch.Transactions asked(
      TransactionAdmin admin, StreamSettings settings) {
    Set<String> written =
        Set.of(
            settings.topics().predictions(),
            settings.topics().embeddings(),
            settings.topics().deadLetters());
    String own = settings.applicationId() + "-";
    return new StandstillWatch.Transactions() {
      @Override
      public List<HangingTransaction> hanging(Collection<TopicPartition> partitions) {
        return admin.hanging(
            partitions,
            topic -> written.contains(topic) || topic.startsWith(own),
            settings.hangingTransactions() == HangingTransactions.ABORT);
      }

      @Override
      public void abort(HangingTransaction transaction) {
        admin.abort(transaction);
      }
    };
  }

  private static void tellOfDamage(Throwable cause) {
    LOG.atError()
        .addKeyValue("cause", DamagedStores.sentence(cause))
        .log("stores on disk are damaged; they are given up, and restored from Kafka");
  }

  /** Runs on the thread that failed. */
  private StreamThreadExceptionResponse respondTo(Throwable cause) {
    if (TransientFault.isBehind(cause)) {
      LOG.atWarn()
          .addKeyValue("pauseSeconds", REGISTRY_PAUSE.toSeconds())
          .log(
              "more records wait for the schema registry than are held; nothing is skipped, trying again");
      LockSupport.parkNanos(REGISTRY_PAUSE.toNanos());
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    if (DamagedStores.areBehind(cause) && restorations.incrementAndGet() <= MOST_RESTORATIONS) {
      // The thread closes its tasks as after a crash, which wipes their directories.
      tellOfDamage(cause);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    boolean foreseen = ApplicationFailure.isForeseen(cause, settings);
    // Another thread would find the model's thread as dead as this one did.
    boolean another = !foreseen && cause instanceof Exception && inference.isAlive();
    if (another && replacements.take()) {
      LOG.atError()
          .setCause(cause)
          .log("a stream thread failed, another goes on from what was committed");
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    if (failure.compareAndSet(null, cause)) {
      LOG.atError()
          .setCause(foreseen ? null : cause)
          .log("a stream thread failed, the application ends");
    }
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private void endFor(RuntimeException cause) {
    if (failure.compareAndSet(null, cause)) {
      LOG.atError()
          .addKeyValue("change", cause.getMessage())
          .log("what the application stands on has changed, it ends");
      ended.countDown();
    }
  }

  private void changed(State now) {
    LOG.atInfo().addKeyValue("state", now).log("the streams changed their state");
    if (now == State.ERROR || now == State.NOT_RUNNING) {
      ended.countDown();
    } else if (now == State.PENDING_ERROR) {
      // Where brokers or topics are gone, streams may never come to an end.
      CompletableFuture.delayedExecutor(ENDING.toMillis(), TimeUnit.MILLISECONDS)
          .execute(ended::countDown);
    }
  }

  static Map<String, Object> properties(StreamSettings settings) {
    Map<String, Object> properties = new HashMap<>(StreamsDefaults.settings());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toAbsolutePath().toString());
    properties.putAll(settings.connection().kafka());
    intercept(properties);
    return properties;
  }

  /** Puts ours before those that a user may have set, which it must not hide. */
  private static void intercept(Map<String, Object> properties) {
    String interceptors = ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG;
    String own = AbridgingInterceptor.class.getName();
    String all =
        Stream.of(
                StreamsConfig.mainConsumerPrefix(interceptors),
                StreamsConfig.consumerPrefix(interceptors),
                interceptors)
            .map(properties::get)
            .filter(Objects::nonNull)
            .findFirst()
            .map(others -> own + "," + others)
            .orElse(own);
    properties.put(StreamsConfig.mainConsumerPrefix(interceptors), all);
  }
}
