package org.murmurstream.trainer.committee;

import org.murmurstream.core.Probabilities;
import org.murmurstream.data.LabelledPatient;

/**
 * A patient with what models that never saw it make of it.
 *
 * @param fold the fold in which the patient was held out
 * @param probabilities of the decision
 * @param beats highest probability of a murmur that the beat classifier gives a recording; 0 if
 *     there is no beat in any
 */
public record DecidedPatient(
    LabelledPatient patient, int fold, Probabilities probabilities, double beats) {}
