package org.murmurstream.proof.rig.main;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.murmurstream.console.Termination;
import org.murmurstream.core.ReportedException;
import org.murmurstream.core.UserException;
import org.murmurstream.proof.rig.ear.EarTrouble;
import org.murmurstream.proof.rig.ear.TroubledEar;
import org.murmurstream.proof.rig.machine.Protocol;
import org.murmurstream.proof.stub.HashEar;
import org.murmurstream.stream.config.Source;
import org.murmurstream.stream.config.StreamSettings;
import org.murmurstream.stream.runtime.Application;
import org.murmurstream.stream.runtime.Surroundings;

/**
 * The application with a stub in the model's place, in a process of its own. Its arguments are
 * {@code KEY=VALUE} of the configuration, and of {@link EarTrouble}; it ends as {@code murmur
 * stream} does.
 */
public final class RiggedApplication {

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int REFUSED = 2;

  private RiggedApplication() {}

  public static void main(String[] args) {
    Leash.tie();
    System.exit(run(args));
  }

  private static int run(String... args) {
    Map<String, String> values =
        Arrays.stream(args)
            .map(argument -> argument.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    EarTrouble trouble = EarTrouble.takenFrom(values);
    try {
      StreamSettings settings = StreamSettings.of(List.of(Source.flags(values)));
      Surroundings.require(settings);
      try (var application =
          Application.start(settings, List.of(() -> new TroubledEar(new HashEar(), trouble)))) {
        Leash.say(Protocol.READY + " " + application.healthPort());
        return Termination.orderly(
            application::requestStop,
            () -> {
              application.awaitEnd();
              return application.stop() ? OK : FAILED;
            });
      }
    } catch (UserException e) {
      System.err.println("refused: " + e.getMessage());
      return REFUSED;
    } catch (ReportedException e) {
      System.err.println("ended: " + e.getMessage());
      return FAILED;
    } catch (Exception e) {
      e.printStackTrace();
      return FAILED;
    }
  }
}
