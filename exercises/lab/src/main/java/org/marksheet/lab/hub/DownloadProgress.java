package org.marksheet.lab.hub;

/** Is told how a download goes, in the thread that downloads. */
public interface DownloadProgress {
    /**
     * A file begins.
     *
     * @param file its name
     * @param done bytes that are here already, from an earlier try
     * @param total its size in bytes
     * @return is told of this file until it is closed
     */
    Transfer begin(String file, long done, long total);

    /**
     * Something that a person may want to know happened, such as a wait.
     *
     * @param sentence to show
     */
    void note(String sentence);

    /** One file on its way. */
    interface Transfer extends AutoCloseable {
        /**
         * More is here.
         *
         * @param done bytes so far; less than before if the file had to be begun anew
         */
        void at(long done);

        /** It is whole, or has been given up. */
        @Override
        void close();
    }

    /** Returns one that says nothing. */
    static DownloadProgress silent() {
        return new DownloadProgress() {
            @Override
            public Transfer begin(String file, long done, long total) {
                return new Transfer() {
                    @Override
                    public void at(long now) {
                        // Nobody listens.
                    }

                    @Override
                    public void close() {
                        // Nobody listens.
                    }
                };
            }

            @Override
            public void note(String sentence) {
                // Nobody listens.
            }
        };
    }
}
