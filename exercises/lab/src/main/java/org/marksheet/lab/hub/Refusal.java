package org.marksheet.lab.hub;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What to say of an answer that is not what was asked for.
 *
 * @param model that was asked about
 * @param hub its address
 * @param token that the hub was shown
 */
record Refusal(HubModel model, URI hub, Optional<AccessToken> token) {
    /**
     * Returns what to throw for an answer that means no.
     *
     * @param subject the model, or one of its files
     * @throws Unanswered if the server wants us to come back
     */
    HubException of(String subject, ServerAnswer answer) throws Unanswered {
        int status = answer.status();
        Optional<Duration> retryAfter = retryAfter(answer);
        String pause = retryAfter.map(wait -> " and asks for a pause of " + wait.toSeconds() + " s").orElse("");
        if (status == 429) {
            throw Unanswered.busy("the hub has had too many requests (429)" + pause,
                    "Wait some minutes and start it again; it goes on where it was."
                    + (token.isEmpty() ? " With a token (HF_TOKEN) more requests are allowed." : ""), retryAfter);
        }
        if (status == 408 || status >= 500) {
            throw Unanswered.busy("the hub is not at work (" + status + ")" + pause,
                    "Start it again later; it goes on where it was.", retryAfter);
        }
        String page = hub + "/" + model.id();
        return switch (answer.header("X-Error-Code").orElse("")) {
            case "GatedRepo" -> new HubException(subject,
                    "is gated: it is given only to who has agreed to its terms (" + status + ").",
                    "Agree at " + page + ", then " + identify());
            case "RevisionNotFound" -> new HubException(model.toString(),
                    "has no revision " + model.revision().name() + " (" + status + ").",
                    "See " + page + "/tree/main for its branches and tags.");
            case "EntryNotFound" -> new HubException(subject, "is not there (" + status + ").",
                    "See " + page + "/tree/main for what is; if it changed just now, try again.");
            default -> unnamed(subject, answer, page);
        };
    }

    private HubException unnamed(String subject, ServerAnswer answer, String page) {
        int status = answer.status();
        if (answer.header("X-Error-Message").orElse("").startsWith("Invalid credentials")) {
            return new HubException(subject, "the hub does not accept the access token"
                    + token.map(any -> " of " + any.source()).orElse("") + " (" + status + ").",
                    "Make a new one at " + hub + "/settings/tokens, or remove it: open models need none.");
        }
        return switch (status) {
            case 401, 404 -> new HubException(subject,
                    "the hub has no such model, or does not show it to you (" + status + ").",
                    "Check the name at " + page + "; if it is private, " + identify());
            case 403 -> new HubException(subject, "the hub forbids it (403).",
                    "See " + page + " for the terms; then " + identify());
            case 407 -> new HubException(subject, "the proxy wants a password (407).",
                    "Download it where none is needed, and give the folder instead of the name.");
            default -> new HubException(subject, answer.address().getHost() + " answered with status " + status + ".",
                    "Check HF_ENDPOINT and the proxy; if they are right, try again later.");
        };
    }

    private String identify() {
        return token.map(any -> "give a token of that account: the one of " + any.source() + " is not let in.")
                .orElse("set HF_TOKEN to a token of that account, or log in with hf auth login.");
    }

    /** In seconds, or as a date, which counts from the server's own clock. */
    private static Optional<Duration> retryAfter(ServerAnswer answer) {
        String text = answer.header("Retry-After").orElse("").strip();
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Duration until = Duration.between(date(answer.header("Date").orElse("")), date(text));
            return Optional.of(until.isNegative() ? Duration.ZERO : until);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static ZonedDateTime date(String text) {
        return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
    }
}
