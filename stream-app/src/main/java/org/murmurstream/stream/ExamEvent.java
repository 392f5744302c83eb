package org.murmurstream.stream;

import org.murmurstream.core.exam.RecordingId;

/** What happens to an exam on its way from gather to decide. */
sealed interface ExamEvent {

  /**
   * A recording is complete and is to be heard.
   *
   * @param recording which
   */
  record RecordingComplete(RecordingId recording) implements ExamEvent {}

  /** An answer is to be given. */
  record AnswerDue() implements ExamEvent {}

  /**
   * Said again at the start, in case nobody was about to see to it.
   *
   * @param of what was said before
   */
  record Reminder(ExamEvent of) implements ExamEvent {}
}
