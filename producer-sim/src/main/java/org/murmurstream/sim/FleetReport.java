package org.murmurstream.sim;

/**
 * What a fleet has done.
 *
 * @param exams exams of which everything sent was acknowledged
 * @param uploads uploads that were acknowledged, duplicates among them
 * @param lost chunks that were never sent, on purpose
 * @param repeated uploads that repeated another, on purpose
 * @param stopped whether it was stopped before the last exam
 */
public record FleetReport(int exams, long uploads, long lost, long repeated, boolean stopped) {}
