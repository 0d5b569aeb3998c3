package org.marksheet.sheet41.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.marksheet.lab.text.TokenStream;

/** An answer while it is being written. */
final class Response {
    private final long began = System.nanoTime();
    private final TokenStream stream;
    private final EndTokens ends;
    private final Consumer<String> piece;
    private final List<Long> ids = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private boolean complete;
    private long first;
    private long last;

    Response(TokenStream stream, EndTokens ends, Consumer<String> piece) {
        this.stream = stream;
        this.ends = ends;
        this.piece = piece;
    }

    /**
     * Takes the tokens that are new.
     *
     * @param all of the answer so far
     * @return whether one of them ended it; what stands behind it is no part of the answer
     */
    boolean upTo(long[] all) {
        for (int i = ids.size(); i < all.length && !complete; i++) {
            last = System.nanoTime();
            first = i == 0 ? last : first;
            ids.add(all[i]);
            complete = ends.ids().contains(all[i]);
            if (!complete) {
                write(stream.next(all[i]));
            }
        }
        return complete;
    }

    int tokens() {
        return ids.size();
    }

    /**
     * Ends it.
     *
     * @param otherwise why, if no token did
     */
    Answer answer(Answer.Ending otherwise) {
        write(stream.end());
        return new Answer(
                text.toString().strip(),
                ids,
                complete ? Answer.Ending.COMPLETE : otherwise,
                new Answer.Pace(ids.size(), (first - began) / 1e9, (last - first) / 1e9));
    }

    /** Leaves out blanks before the first word. */
    private void write(String more) {
        String shown = text.isEmpty() ? more.stripLeading() : more;
        if (!shown.isEmpty()) {
            text.append(shown);
            piece.accept(shown);
        }
    }
}
