package org.murmurstream.kafka.transactions;

import org.apache.kafka.common.TopicPartition;

/**
 * A transaction that is open in a partition and that its coordinator does not know of: nobody will
 * ever end it, and whoever reads what is committed never gets beyond its first record.
 *
 * @param partition where it is open
 * @param producerId who began it
 * @param producerEpoch in which life
 * @param coordinatorEpoch of the last marker in the partition, which the next must not fall below
 * @param startOffset of its first record
 */
public record HangingTransaction(
    TopicPartition partition,
    long producerId,
    short producerEpoch,
    int coordinatorEpoch,
    long startOffset) {}
