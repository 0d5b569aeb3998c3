package org.marksheet.sheet41.generation.lookalikes;
public final class SamplingLookalikes {}
