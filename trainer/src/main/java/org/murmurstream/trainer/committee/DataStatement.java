package org.murmurstream.trainer.committee;

import java.util.List;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.trainer.frames.FinishedRun;
import org.murmurstream.trainer.run.RunRecord;

/**
 * What a model card says of the recordings that were learnt from. Of a replayed archive it knows
 * the manifest alone; a folder without one is taken for the public data set, whose layout it has.
 */
final class DataStatement {

  private final RunRecord.OnFrames run;
  private final boolean archive;
  private final boolean fromNothing;

  private DataStatement(RunRecord.OnFrames run, boolean fromNothing) {
    this.run = run;
    this.archive = run.manifest().isPresent();
    this.fromNothing = fromNothing;
  }

  static DataStatement of(List<FinishedRun> runs) {
    boolean fromNothing = true;
    for (FinishedRun run : runs) {
      for (int fold = 0; fold < run.folds().count(); fold++) {
        fromNothing &= run.fold(fold).start().isEmpty();
      }
    }
    return new DataStatement(runs.get(0).frames(), fromNothing);
  }

  /** What nobody should take a verdict for, in sentences for clinicians. */
  List<String> limits() {
    return archive
        ? List.of(
            "The verdict is about murmurs in systole; diastolic murmurs may well be missed.",
            "It was validated on the recordings of one archive only, and on no other stethoscope.",
            "It is no diagnosis: Absent does not exclude heart disease.")
        : List.of(
            "The verdict is about murmurs in systole. Diastolic murmurs, such as those of mitral"
                + " stenosis or aortic regurgitation, are not heard.",
            "It was validated on children and some young adults, recorded with one model of"
                + " stethoscope; not on adults, nor on other stethoscopes.",
            "It is no diagnosis: Absent does not exclude heart disease, and a murmur may be"
                + " innocent.");
  }

  /** Whom it has heard, and whom not: an item of a list. */
  String heard() {
    return archive
        ? """
        * **It has heard the recordings of one archive**: how it does on people of other ages, on other
          stethoscopes or in other places than are in it is not known.
        """
        : """
        * **It has heard one kind of recording**: children and some young adults, screened in one
          region, with one model of stethoscope. How it does on adults, on newborns in intensive care,
          on other stethoscopes or in other rooms is not known. Diastolic murmurs are too rare in the
          data to say anything about them.
        """;
  }

  /** Where the recordings come from, and what may be done with what was learnt from them. */
  String origin(DecisionRecord record) {
    String counts =
        "%d recordings of %d patients (%d Present, %d Unknown, %d Absent)"
            .formatted(
                run.recordings(),
                run.patients(),
                record.found(MurmurClass.PRESENT),
                record.found(MurmurClass.UNKNOWN),
                record.found(MurmurClass.ABSENT));
    String source =
        archive
            ? """
            of an archive that was
            replayed; the SHA-256 of its manifest is `%s`. What may be done with this bundle depends on
            what the owners of those recordings allow, which is to be stated here."""
                .formatted(run.manifestSha256())
            : """
            of the *CirCor
            DigiScope Phonocardiogram Dataset* 1.0.3 (Oliveira et al., PhysioNet 2022,
            doi 10.13026/tshs-mw03; Oliveira et al., IEEE J. Biomed. Health Inform. 2021,
            doi 10.1109/JBHI.2021.3137048), which is made available under the Open Data Commons Attribution
            License (ODC-By) 1.0. Contains information from that data set.""";
    return """
    ## Data and licences

    Trained on %s %s The recordings themselves are
    not part of this bundle.%s
    """
        .formatted(counts, source, fromNothing ? " No weights from elsewhere went into it." : "");
  }
}
