package org.murmurstream.stream.runtime;

import java.util.Optional;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.murmurstream.core.ReportedException;
import org.murmurstream.kafka.AccessFault;
import org.murmurstream.stream.config.StreamSettings;
import org.murmurstream.stream.inference.EarHangException;

/** Why the application had to end; the message is a sentence for the one who starts it again. */
public final class ApplicationFailure extends ReportedException {

  private static final long serialVersionUID = 1L;

  private ApplicationFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  static ApplicationFailure of(Throwable cause, StreamSettings settings) {
    return new ApplicationFailure(
        foreseen(cause, settings)
            .orElseGet(
                () ->
                    "The application failed by %s; its log says where. Start it again, nothing is lost."
                        .formatted(innermost(cause).getClass().getSimpleName())),
        cause);
  }

  /** Whether operators know what to do without a stack trace. */
  static boolean isForeseen(Throwable cause, StreamSettings settings) {
    return foreseen(cause, settings).isPresent();
  }

  private static Optional<String> foreseen(Throwable cause, StreamSettings settings) {
    String recordings = settings.topics().recordings();
    for (Throwable e = cause; e != null; e = e.getCause()) {
      if (e instanceof InvalidOffsetException) {
        return Optional.of(
            "Chunks of topic %s were deleted before they were read, so exams may lack sites. Find out"
                    .formatted(recordings)
                + " why, set the group %s to where it shall go on (kafka-consumer-groups.sh"
                    .formatted(settings.applicationId())
                + " --reset-offsets), and start again.");
      }
      if (e instanceof MissingSourceTopicException) {
        return Optional.of(
            "Topic %s is gone from the brokers. Create it with 'murmur create-topics', and start again."
                .formatted(recordings));
      }
      if (e instanceof AuthorizationException || e instanceof AuthenticationException) {
        return AccessFault.sentence(e)
            .or(() -> Optional.of("The brokers no longer let the application in."));
      }
      if (e instanceof EarHangException) {
        return Optional.of(
            "The model hangs: %s. Start again, which frees it; nothing is lost, and the exams that"
                    .formatted(e.getMessage())
                + " waited are analysed then. If it hangs again, look at its device (torch.device).");
      }
    }
    return Optional.empty();
  }

  private static Throwable innermost(Throwable cause) {
    Throwable innermost = cause;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost;
  }
}
