package org.murmurstream.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.murmurstream.core.UserException;

/** Kafka's admin client, each of whose calls ends within a patience, and fails in a sentence. */
public final class BoundedAdmin implements AutoCloseable {

  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final Connection connection;
  private final Admin admin;

  /**
   * Connects when first asked.
   *
   * @param patience how long brokers are waited for
   * @throws UserException if the connection's properties do not make a client
   */
  public BoundedAdmin(Connection connection, Duration patience) {
    this.connection = connection;
    Map<String, Object> config = connection.kafka();
    int millis = Math.toIntExact(patience.toMillis());
    config.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    config.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    try {
      this.admin = Admin.create(config);
    } catch (KafkaException e) {
      throw KafkaFaults.of(e, connection);
    }
  }

  /** The client itself, to ask by. */
  public Admin client() {
    return admin;
  }

  /**
   * Waits for an answer.
   *
   * @throws UserException if no broker answers, or it refuses
   */
  public <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw KafkaFaults.of(e, connection);
    } catch (InterruptedException e) {
      throw KafkaFaults.interrupted(e);
    }
  }

  @Override
  public void close() {
    admin.close(CLOSING);
  }
}
