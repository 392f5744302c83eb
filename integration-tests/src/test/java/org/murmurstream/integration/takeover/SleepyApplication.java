package org.murmurstream.integration.takeover;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.murmurstream.core.Ear;
import org.murmurstream.stream.config.Source;
import org.murmurstream.stream.config.StreamSettings;
import org.murmurstream.stream.releases.BundleFiles;
import org.murmurstream.stream.runtime.Application;

/**
 * The application with a {@link SleepyEar}, in a process of its own that can be stopped or killed.
 * Its arguments are how many decisions the ear makes, and {@code KEY=VALUE} of the configuration.
 */
public final class SleepyApplication {

  /** Printed when the ear falls asleep. */
  static final String ASLEEP = "asleep";

  private SleepyApplication() {}

  public static void main(String[] args) throws InterruptedException {
    int decisions = Integer.parseInt(args[0]);
    Map<String, String> values =
        Arrays.stream(args)
            .skip(1)
            .map(argument -> argument.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    StreamSettings settings = StreamSettings.of(List.of(Source.flags(values)));
    var bundles =
        new BundleFiles(
            settings.bundle(),
            settings.torch(),
            settings.ears(),
            settings.onDeviceFailure(),
            settings.precision(),
            settings.policy());
    Application application =
        Application.start(settings, List.of(() -> sleepy(bundles.own().ear().get(), decisions)));
    Runtime.getRuntime().addShutdownHook(new Thread(application::close, "stop"));
    application.awaitEnd();
  }

  private static Ear sleepy(Ear ear, int decisions) {
    return new SleepyEar(ear, decisions, () -> System.out.println(ASLEEP));
  }
}
