/** Transactions that brokers have forgotten to end. */
package org.murmurstream.kafka.transactions;
