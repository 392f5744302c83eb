package org.murmurstream.trainer.main.options;

import java.nio.file.Path;
import java.util.Locale;
import org.murmurstream.data.circor.CircorRecordings;
import picocli.CommandLine.Option;

/** How a folder of recordings is laid out: a picocli mixin. */
public final class LayoutOption {

  @Option(
      names = "--layout",
      defaultValue = "circor",
      paramLabel = "LAYOUT",
      description =
          "circor: <id>_<site>.wav and findings of murmurs. physionet-2016: <id>.wav, each a patient"
              + " of its own at a site that nobody knows, and REFERENCE.csv with -1 (normal) or 1"
              + " (abnormal), which is another question than whether there is a murmur, and is"
              + " scored as such (default: ${DEFAULT-VALUE}).")
  private Layout layout;

  /** The layouts, as they are named. */
  private enum Layout {
    CIRCOR,
    PHYSIONET_2016;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Whether hearts are known as normal or abnormal, and not by their murmurs. */
  public boolean isOfAbnormality() {
    return layout == Layout.PHYSIONET_2016;
  }

  /**
   * The recordings in a folder of this layout.
   *
   * @throws org.murmurstream.core.UserException if there are none
   */
  public CircorRecordings find(Path folder) {
    return isOfAbnormality() ? CircorRecordings.findOneEach(folder) : CircorRecordings.find(folder);
  }
}
