package org.marksheet.sheet41.toyworld.instruction;

/** What is wrong with the rejected answer of a pair. */
public enum Flaw {
    /** A right answer to another instruction. */
    OTHER,
    /** One word too many, too few or wrong; a review of the other polarity. */
    NEAR_MISS,
    /** A right answer that goes on about something else. */
    RAMBLE,
    /** A right answer whose end is missing. */
    CUT_OFF,
    /** One word of the answer over and over. */
    LOOP
}
