package org.murmurstream.trainer.run;

import java.util.Optional;

/** Which build of this program is at work. */
public final class CodeVersion {

  private CodeVersion() {}

  /** From the manifest of its jar; "not packaged" where there is none. */
  public static String ofThisProgram() {
    return Optional.ofNullable(CodeVersion.class.getPackage().getImplementationVersion())
        .orElse("not packaged");
  }
}
