package org.murmurstream.kafka.serde;

import io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.murmurstream.kafka.SerdeFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas that records were written with, by the ids that they name. Whoever asks is never made
 * to wait: what is not known yet is looked up beside, and a registry that is away, slow, or answers
 * anything but a schema or "no such schema" is asked again, ever more seldom, until it does.
 *
 * <p>The ids of a subject's own versions are fetched together, so those who write what they should
 * need not wait until any number of other ids was looked up.
 */
public final class WriterSchemas implements AutoCloseable {

  /** What is known of an id. */
  public sealed interface Answer {}

  /**
   * It names a schema.
   *
   * @param schema the writer's
   */
  public record Known(Schema schema) implements Answer {}

  /**
   * It names none that can be used.
   *
   * @param fault {@link SerdeFault#UNKNOWN_SCHEMA}, or {@link SerdeFault#POISON} if what it names
   *     is not Avro
   */
  public record Refused(SerdeFault fault) implements Answer {}

  /** It is being looked up: ask again later. */
  public record Awaited() implements Answer {}

  private record Refusal(Refused answer, long untilNanos) {}

  private static final Logger LOG = LoggerFactory.getLogger(WriterSchemas.class);
  private static final Awaited AWAITED = new Awaited();

  /** So many lookups at once spare the registry; each takes some milliseconds if it is well. */
  private static final int LOOKUPS_AT_ONCE = 2;

  private static final int MOST_REFUSALS = 100_000;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration BETWEEN_REFRESHES = Duration.ofSeconds(5);

  private final Map<String, ?> config;
  private final String subject;
  private final Duration timeout;
  private final long refusedNanos;
  private final Map<Integer, Known> known = new ConcurrentHashMap<>();
  private final Map<Integer, Refusal> refusals = new LeastRecent();
  private final Set<Integer> wanted = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
  private final Set<Integer> versions = ConcurrentHashMap.newKeySet();
  private final AtomicLong refreshAt = new AtomicLong(System.nanoTime());
  private final AtomicBoolean isAway = new AtomicBoolean();
  private final AtomicLong failures = new AtomicLong();
  private final ExecutorService lookups;
  private final ExecutorService calls;
  private volatile boolean isClosed;

  /**
   * @param config Confluent's serde configuration
   * @param subject whose versions are fetched together
   * @param timeout how long one answer of the registry is waited for
   * @param refused how long "no such schema" is remembered
   */
  WriterSchemas(Map<String, ?> config, String subject, Duration timeout, Duration refused) {
    this.config = config;
    this.subject = subject;
    this.timeout = timeout;
    this.refusedNanos = refused.toNanos();
    this.calls = Executors.newCachedThreadPool(work -> daemon(work, "murmur-registry-call"));
    this.lookups =
        Executors.newFixedThreadPool(LOOKUPS_AT_ONCE, work -> daemon(work, "murmur-schema-lookup"));
    for (int i = 0; i < LOOKUPS_AT_ONCE; i++) {
      lookups.execute(this::lookUpForEver);
    }
  }

  /** What is known of an id now; never waits. */
  public Answer ask(int id) {
    Known schema = known.get(id);
    if (schema != null) {
      return schema;
    }
    synchronized (refusals) {
      Refusal refusal = refusals.get(id);
      if (refusal != null && refusal.untilNanos() - System.nanoTime() > 0) {
        return refusal.answer();
      }
    }
    if (wanted.add(id)) {
      queue.add(id);
    }
    return AWAITED;
  }

  /** How often the registry gave no answer that can be used, so far. */
  public long failures() {
    return failures.get();
  }

  /** Whether the registry failed to answer when it was asked last. */
  public boolean isAway() {
    return isAway.get();
  }

  @Override
  public void close() {
    isClosed = true;
    lookups.shutdownNow();
    calls.shutdownNow();
  }

  private void lookUpForEver() {
    RegistryClient client = new RegistryClient(config);
    Duration pause = FIRST_PAUSE;
    try {
      while (!isClosed) {
        int id = queue.take();
        boolean answered = isAnswered(client, id);
        noteThat(answered);
        if (answered) {
          pause = FIRST_PAUSE;
        } else {
          failures.incrementAndGet();
          queue.add(id);
          TimeUnit.NANOSECONDS.sleep(pause.toNanos());
          pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
          // The one that hangs may hold a lock for as long as it does.
          client = new RegistryClient(config);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What cannot be foreseen counts as no answer. */
  private boolean isAnswered(RegistryClient client, int id) throws InterruptedException {
    try {
      return lookUp(client, id);
    } catch (RuntimeException e) {
      return false;
    }
  }

  /**
   * Looks an id up.
   *
   * @return whether there was an answer
   */
  private boolean lookUp(RegistryClient client, int id) throws InterruptedException {
    if (isRefreshDue() && !refresh(client)) {
      return false;
    }
    if (!known.containsKey(id)) {
      try {
        known.put(id, new Known(call(() -> client.byId(id))));
      } catch (TimeoutException e) {
        return false;
      } catch (ExecutionException e) {
        SerdeFault fault = fault(e.getCause());
        if (fault == SerdeFault.TRANSIENT) {
          return false;
        }
        refuse(id, fault);
      }
    }
    wanted.remove(id);
    return true;
  }

  private boolean isRefreshDue() {
    long due = refreshAt.get();
    long now = System.nanoTime();
    return now - due >= 0 && refreshAt.compareAndSet(due, now + BETWEEN_REFRESHES.toNanos());
  }

  private boolean refresh(RegistryClient client) throws InterruptedException {
    try {
      for (int version : call(() -> client.versions(subject))) {
        if (!versions.contains(version)) {
          SchemaMetadata found = call(() -> client.version(subject, version));
          known.put(found.getId(), new Known(new Schema.Parser().parse(found.getSchema())));
          versions.add(version);
        }
      }
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return fault(e.getCause()) != SerdeFault.TRANSIENT;
    } catch (AvroRuntimeException e) {
      return true; // each is looked up by itself, then
    }
  }

  private <T> T call(Callable<T> request)
      throws InterruptedException, ExecutionException, TimeoutException {
    Future<T> answer = calls.submit(request);
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      answer.cancel(true);
    }
  }

  /** Only what the registry says in its own words counts against an id. */
  private static SerdeFault fault(Throwable thrown) {
    if (thrown instanceof RestClientException) {
      return SerdeFault.of(thrown);
    }
    return thrown instanceof AvroRuntimeException || thrown instanceof StackOverflowError
        ? SerdeFault.POISON
        : SerdeFault.TRANSIENT;
  }

  private void refuse(int id, SerdeFault fault) {
    synchronized (refusals) {
      refusals.put(id, new Refusal(new Refused(fault), System.nanoTime() + refusedNanos));
    }
  }

  private void noteThat(boolean answered) {
    if (isAway.compareAndSet(answered, !answered)) {
      if (answered) {
        LOG.atInfo().log("the schema registry answers again");
      } else {
        LOG.atWarn()
            .log(
                "the schema registry does not answer as it should: records that name an id not yet"
                    + " looked up wait, nothing is skipped");
      }
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Thread daemon(Runnable work, String name) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Forgets the eldest. */
  private static final class LeastRecent extends LinkedHashMap<Integer, Refusal> {

    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, Refusal> eldest) {
      return size() > MOST_REFUSALS;
    }
  }

  /** Confluent's client, which its serdes configure, and keep to themselves. */
  private static final class RegistryClient
      extends io.confluent.kafka.serializers.KafkaAvroDeserializer {

    RegistryClient(Map<String, ?> config) {
      configure(config, false);
    }

    Schema byId(int id) throws IOException, RestClientException {
      return schemaRegistry.getById(id);
    }

    Iterable<Integer> versions(String subject) throws IOException, RestClientException {
      return schemaRegistry.getAllVersions(subject);
    }

    SchemaMetadata version(String subject, int version) throws IOException, RestClientException {
      return schemaRegistry.getSchemaMetadata(subject, version);
    }
  }
}
