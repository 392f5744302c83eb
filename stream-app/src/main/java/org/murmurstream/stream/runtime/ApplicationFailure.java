package org.murmurstream.stream.runtime;

import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.murmurstream.core.ReportedException;
import org.murmurstream.kafka.AccessFault;
import org.murmurstream.stream.config.StreamSettings;
import org.murmurstream.stream.inference.EarHangException;

/**
 * Why the application had to end; the message is a sentence for the one who starts it again: what
 * happened, whether a restart helps, and what does.
 */
public final class ApplicationFailure extends ReportedException {

  private static final long serialVersionUID = 1L;

  private static final String NOTHING_LOST =
      " What was not committed is done again, nothing is lost.";

  private ApplicationFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  static ApplicationFailure of(Throwable cause, StreamSettings settings) {
    return new ApplicationFailure(
        foreseen(cause, settings)
            .orElseGet(
                () ->
                    "The application failed by %s; its log says where. Start it again;"
                            .formatted(innermost(cause).getClass().getSimpleName())
                        + " if it ends in the same way, another start will not help, and what the"
                        + " log says is to be mended first."
                        + NOTHING_LOST),
        cause);
  }

  /** It ended, and nobody said why. */
  static ApplicationFailure unexplained() {
    return new ApplicationFailure(
        "The streams ended by a failure that the log above tells. Start it again." + NOTHING_LOST,
        null);
  }

  /** Whether operators know what to do without a stack trace. */
  static boolean isForeseen(Throwable cause, StreamSettings settings) {
    return foreseen(cause, settings).isPresent();
  }

  private static Optional<String> foreseen(Throwable cause, StreamSettings settings) {
    for (Throwable e = cause; e != null; e = e.getCause()) {
      String sentence = sentence(e, settings);
      if (sentence != null) {
        return Optional.of(sentence);
      }
    }
    return Optional.empty();
  }

  /** What to say of one cause; null if it alone says nothing. */
  private static String sentence(Throwable e, StreamSettings settings) {
    String recordings = settings.topics().recordings();
    String message = String.valueOf(e.getMessage());
    if (e instanceof NoOffsetForPartitionException
        || e instanceof GrownTopicException
        || message.contains("has invalid partitions")) {
      return "Partitions were added to topic %s. Patients' chunks move to other partitions by that, and"
              .formatted(recordings)
          + " what the application has stored does not, so it cannot go on under this name; a start"
          + " alone does not help. Stop the devices, and start with another application.id, best with"
          + " a topic of recordings that has partitions enough from the start (docs/operations.md,"
          + " Partitions); exams that were not answered yet are to be sent again.";
    }
    if (e instanceof InvalidOffsetException) {
      return "Chunks of topic %s were deleted before they were read, so exams may lack sites. Find out"
              .formatted(recordings)
          + " why, set the group %s to where it shall go on (kafka-consumer-groups.sh"
              .formatted(settings.applicationId())
          + " --reset-offsets), and start again; a start alone does not help.";
    }
    if (e instanceof ClockSetBackException clock) {
      return "The clock of this machine was set back by %d s, and Kafka's clients would stand still"
              .formatted(clock.by().toSeconds())
          + " until it is there again. Start it again, which helps at once."
          + NOTHING_LOST;
    }
    if (e instanceof MissingTopicsException missing && !missing.topics().contains(recordings)) {
      return "Gone from the brokers: %s. Create what is missing with 'murmur create-topics', and start"
              .formatted(String.join(", ", missing.topics()))
          + " again; a start alone does not help."
          + NOTHING_LOST;
    }
    if (e instanceof MissingTopicsException || e instanceof MissingSourceTopicException) {
      return "Topic %s is gone from the brokers. Create it with 'murmur create-topics', set the group"
              .formatted(recordings)
          + " %s to its beginning (kafka-consumer-groups.sh --reset-offsets --to-earliest), and start"
              .formatted(settings.applicationId())
          + " again; a start alone does not help. Chunks that were not read are lost with it.";
    }
    if (e instanceof UnknownTopicOrPartitionException
        || (e instanceof TimeoutException && message.contains("not present in metadata"))) {
      return "A topic that the application writes to is gone from the brokers (one of %s, %s, %s, or"
              .formatted(
                  settings.topics().predictions(),
                  settings.topics().embeddings(),
                  settings.topics().deadLetters())
          + " of its own). Create it with 'murmur create-topics', and start again; a start alone"
          + " does not help."
          + NOTHING_LOST;
    }
    if (e instanceof FencedInstanceIdException || e instanceof UnreleasedInstanceIdException) {
      return "Another instance uses the same kafka.group.instance.id%s. Give each its own, and start"
              .formatted(e instanceof FencedInstanceIdException ? ", and has taken over" : "")
          + " again; a start alone does not help."
          + NOTHING_LOST;
    }
    if (e instanceof AuthorizationException || e instanceof AuthenticationException) {
      return AccessFault.sentence(e).orElse("The brokers no longer let the application in.")
          + " Mend its rights or credentials, and start again; a start alone does not help."
          + NOTHING_LOST;
    }
    if (e instanceof RecordTooLargeException) {
      return "A record is larger than its topic or the producer takes: %s Raise max.message.bytes of"
              .formatted(message)
          + " the topic or kafka.producer.max.request.size, and start again; a start alone does not"
          + " help."
          + NOTHING_LOST;
    }
    if (isDiskFull(message)) {
      return "The disk of state.dir (%s) is full. Make room, and start again; a start alone does not"
              .formatted(settings.stateDir())
          + " help."
          + NOTHING_LOST;
    }
    if (message.contains("same state directory")) {
      return "Another instance of the application runs in state.dir (%s). Give each its own, or stop"
              .formatted(settings.stateDir())
          + " the other, and start again.";
    }
    if (message.contains("run the build that wrote them")) {
      return "An earlier or later build left stores that this one does not read: %s."
          .formatted(message);
    }
    if (e instanceof OutOfMemoryError) {
      return "The memory was not enough (%s). Give the JVM more (-Xmx, in MURMUR_JAVA_OPTS), and start"
              .formatted(message)
          + " again; a start alone may not help."
          + NOTHING_LOST;
    }
    if (e instanceof TimeoutException) {
      return "The brokers did not answer for too long. Start it again once they do; there is nothing"
          + " else to mend."
          + NOTHING_LOST;
    }
    if (e instanceof EarHangException) {
      return "The model hangs: %s. Start again, which frees it; nothing is lost, and the exams that"
              .formatted(message)
          + " waited are analysed then. If it hangs again, look at its device (torch.device).";
    }
    return null;
  }

  private static boolean isDiskFull(String message) {
    return message.toLowerCase(Locale.ROOT).contains("no space left on device");
  }

  private static Throwable innermost(Throwable cause) {
    Throwable innermost = cause;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost;
  }
}
