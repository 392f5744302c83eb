package org.murmurstream.stream.releases;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.murmurstream.core.Release;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.CompactedTopic;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.KafkaFaults;
import org.murmurstream.kafka.SerdeFault;
import org.murmurstream.kafka.Topic;
import org.murmurstream.stream.inference.Inference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads releases on a thread of its own, beside the streams, and has the {@link ModelKeeper} act
 * upon them. What fails for a time, the registry for example, is tried again; predictions go on
 * meanwhile, by the model there is.
 */
public final class ReleaseFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReleaseFollower.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE_TO_END = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(10);

  private final CompactedTopic<Release> topic;
  private final ModelKeeper keeper;
  private final CountDownLatch closing = new CountDownLatch(1);
  private Optional<Thread> thread = Optional.empty();

  private ReleaseFollower(CompactedTopic<Release> topic, ModelKeeper keeper) {
    this.topic = topic;
    this.keeper = keeper;
  }

  /**
   * Opens the topic of releases.
   *
   * @throws UserException if no broker answers in time, or there is no such topic
   */
  public static ReleaseFollower open(
      Connection connection, Topic<Release> topic, ModelKeeper keeper, Duration patience) {
    try {
      return new ReleaseFollower(CompactedTopic.open(connection, topic, patience), keeper);
    } catch (KafkaException e) {
      throw KafkaFaults.of(e, connection, topic.name());
    }
  }

  /**
   * Reads all releases there are, has the newest loaded, and goes on reading by itself.
   *
   * @throws UserException if they cannot be read in time, or there is no model at all
   */
  public void start(Inference inference, Duration patience) {
    readAll(patience);
    keeper.update(inference, topic.latest());
    var follower = new Thread(() -> follow(inference), "murmur-releases");
    follower.setDaemon(true);
    thread = Optional.of(follower);
    follower.start();
  }

  @Override
  public void close() {
    closing.countDown();
    topic.wakeUp();
    if (thread.isEmpty()) {
      topic.close();
      return;
    }
    try {
      thread.get().join(PATIENCE_AT_CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readAll(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        topic.readToEnd(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        return;
      } catch (AuthorizationException e) {
        throw new UserException("The releases must not be read: " + e.getMessage(), e);
      } catch (RuntimeException e) {
        if (SerdeFault.of(e) != SerdeFault.TRANSIENT || System.nanoTime() > deadline) {
          throw new UserException(
              "The releases could not be read in time (%s); do brokers and schema registry answer?"
                  .formatted(e.getMessage()),
              e);
        }
        pause(POLL);
      }
    }
  }

  private void follow(Inference inference) {
    boolean news = false;
    while (closing.getCount() > 0) {
      try {
        news |= topic.poll(POLL);
        if (keeper.isAsked()) {
          // Another instance may have begun the exam with a model that was released just now.
          news |= topic.readToEnd(PATIENCE_TO_END);
        }
        if (news) {
          keeper.update(inference, topic.latest());
          news = false;
        }
        keeper.fetch(inference);
      } catch (WakeupException e) {
        break;
      } catch (RuntimeException e) {
        if (closing.getCount() == 0 || !inference.isAlive()) {
          break;
        }
        LOG.atWarn()
            .setCause(e)
            .addKeyValue("pauseSeconds", PAUSE.toSeconds())
            .log("releases cannot be followed for now, the model stays; trying again");
        pause(PAUSE);
      }
    }
    topic.close();
  }

  private void pause(Duration time) {
    try {
      closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closing.countDown();
    }
  }
}
