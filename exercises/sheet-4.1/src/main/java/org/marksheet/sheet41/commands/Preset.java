package org.marksheet.sheet41.commands;

/** Numbers that were tried together, on the toy world's models. */
enum Preset {
    /** Learns within a minute on a laptop. */
    QUICK(45, 64, 32, 2e-4),
    /** Learns more slowly and gets further. */
    FULL(150, 128, 64, 1e-4);

    private final int updates;
    private final int batch;
    private final int miniBatch;
    private final double learningRate;

    Preset(int updates, int batch, int miniBatch, double learningRate) {
        this.updates = updates;
        this.batch = batch;
        this.miniBatch = miniBatch;
        this.learningRate = learningRate;
    }

    int updates() {
        return updates;
    }

    int batch() {
        return batch;
    }

    int miniBatch() {
        return miniBatch;
    }

    double learningRate() {
        return learningRate;
    }
}
