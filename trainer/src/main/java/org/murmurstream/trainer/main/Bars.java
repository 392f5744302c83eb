package org.murmurstream.trainer.main;

import java.nio.file.Path;
import org.murmurstream.console.Progress;
import org.murmurstream.trainer.run.ProgressWatch;
import picocli.CommandLine.Model.CommandSpec;

/** Shows on standard error how far a training has come. */
final class Bars implements ProgressWatch, AutoCloseable {

  private final Progress progress = new Progress();

  @Override
  public void at(String task, long done, long all, String remark) {
    progress.show(task, done, all, remark);
  }

  @Override
  public void say(String line) {
    progress.say(line);
  }

  /** Says what to run next. */
  void next(CommandSpec spec, String command) {
    close();
    spec.commandLine().getErr().println("Next: murmur " + command);
  }

  /** What an option was given, as a shell takes it. */
  static String quoted(Path path) {
    return quoted(path.toString());
  }

  /** Likewise. */
  static String quoted(String text) {
    return text.matches("[A-Za-z0-9_./=+:,@%-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  @Override
  public void close() {
    progress.close();
  }
}
