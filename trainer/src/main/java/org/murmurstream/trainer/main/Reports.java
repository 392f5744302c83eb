package org.murmurstream.trainer.main;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.murmurstream.trainer.result.Evaluation;
import org.murmurstream.trainer.result.ReportFolder;
import picocli.CommandLine.Model.CommandSpec;

/** Writes reports from the command line. */
final class Reports {

  private Reports() {}

  /**
   * Writes a report; a machine that cannot draw is complained of, and gets all but the pictures.
   *
   * @param data the folder of the patients
   * @param losses by fold; empty if nothing was trained
   */
  static void write(
      Path folder,
      Evaluation evaluation,
      Path data,
      Map<String, List<Double>> losses,
      PrintWriter complaints) {
    needNoScreen();
    new ReportFolder(folder)
        .write(evaluation, name(data), losses)
        .ifPresent(sentence -> complaints.println("murmur: " + sentence));
  }

  /** What a folder of recordings is called, for people. */
  static String name(Path data) {
    return data.toAbsolutePath().normalize().getFileName().toString();
  }

  /** Pictures are files: to be said before the first is drawn. */
  static void needNoScreen() {
    System.setProperty("java.awt.headless", "true");
  }

  /** Says a sentence on standard error. */
  static void complain(CommandSpec spec, String sentence) {
    spec.commandLine().getErr().println("murmur: " + sentence);
  }
}
