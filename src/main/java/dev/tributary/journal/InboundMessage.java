package dev.tributary.journal;

import dev.tributary.base.MessageId;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.hl7.WireMessage;

/**
 * A journaled message on its way to a worker.
 *
 * @param id the journal's number
 * @param wire as it came
 * @param header the peek at MSH made at receipt
 * @param attempt from 1; how often processing was begun
 */
public record InboundMessage(MessageId id, WireMessage wire, MessageHeader header, int attempt) {}
