package org.murmurstream.stream.config;

/** What is done about transactions that hang in the application's own changelogs. */
public enum HangingTransactions {
  /** They are told of, and restoration waits until somebody aborts them. */
  REPORT,

  /** They are aborted. */
  ABORT
}
