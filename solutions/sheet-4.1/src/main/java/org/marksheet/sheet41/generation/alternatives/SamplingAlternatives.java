package org.marksheet.sheet41.generation.alternatives;
public final class SamplingAlternatives {}
