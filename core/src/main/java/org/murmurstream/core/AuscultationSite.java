package org.murmurstream.core;

import java.util.List;

/** Where the stethoscope is held, in the order in which every list of sites is sorted. */
public enum AuscultationSite {
  /** Aortic valve, second right intercostal space. */
  AV,
  /** Pulmonary valve, second left intercostal space. */
  PV,
  /** Tricuspid valve, lower left sternal border. */
  TV,
  /** Mitral valve, apex. */
  MV,
  /** Any other place on the chest. */
  PHC;

  /** The sites of an exam that names none. */
  public static final List<AuscultationSite> STANDARD = List.of(AV, PV, TV, MV);
}
