package org.marksheet.lab.hub;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Requests to a hub and to where it sends us on. The access token goes to the hub alone. */
final class HubConnection {
    private static final int MOST_REDIRECTS = 5;
    private static final String NO_NETWORK = "Is there a network, and does it need a proxy (HTTPS_PROXY)?";

    private final HttpClient client;
    private final URI hub;
    private final Optional<AccessToken> token;
    private final Timeouts timeouts;

    HubConnection(HubEnvironment environment) {
        this.hub = environment.endpoint();
        this.token = environment.token().filter(any -> isPrivate(environment.endpoint()));
        this.timeouts = environment.timeouts();
        this.client = HttpClient.newBuilder()
                // One request at a time gains nothing from HTTP/2.
                .version(HttpClient.Version.HTTP_1_1)
                // The JDK would send the token along to wherever a redirect leads.
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeouts.answer())
                .proxy(Optional.ofNullable(environment.proxies()).orElse(HttpClient.Builder.NO_PROXY))
                .build();
    }

    /** Returns the token that the hub gets to see: none if others could read it on its way. */
    Optional<AccessToken> token() {
        return token;
    }

    /**
     * Asks for what the hub says of a file. A redirect to another server is not followed: it carries the answer itself.
     *
     * @throws Unanswered if there is no answer
     * @throws HubException if redirects lead nowhere
     */
    ServerAnswer head(URI address) throws Unanswered {
        return follow("HEAD", address, Map.of(), false);
    }

    /**
     * Asks for content, wherever it is kept.
     *
     * @param headers besides the usual ones
     * @throws Unanswered if there is no answer
     * @throws HubException if redirects lead nowhere
     */
    ServerAnswer get(URI address, Map<String, String> headers) throws Unanswered {
        return follow("GET", address, headers, true);
    }

    private ServerAnswer follow(String method, URI start, Map<String, String> headers, boolean elsewhere) throws Unanswered {
        URI address = start;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            ServerAnswer answer = send(method, address, headers);
            if (!answer.isRedirect()) {
                return answer;
            }
            URI next = target(answer);
            if (!elsewhere && !isSameServer(next, hub)) {
                return answer;
            }
            answer.close();
            address = next;
        }
        throw new HubException(start.toString(), "more than " + MOST_REDIRECTS + " redirects follow each other.",
                "Check HF_ENDPOINT; if it is right, the hub is at fault: try again later.");
    }

    private static URI target(ServerAnswer answer) {
        String location = answer.header("Location").orElse("");
        try {
            URI target = answer.address().resolve(new URI(location));
            boolean web = "https".equals(target.getScheme()) || "http".equals(target.getScheme());
            boolean weaker = "https".equals(answer.address().getScheme()) && !"https".equals(target.getScheme());
            if (!location.isEmpty() && web && target.getHost() != null && !weaker) {
                return target;
            }
        } catch (URISyntaxException e) {
            throw noTarget(answer, e);
        }
        throw noTarget(answer, null);
    }

    private static HubException noTarget(ServerAnswer answer, Exception cause) {
        return new HubException(answer.address().toString(),
                "the redirect (" + answer.status() + ") leads to no address, or from https to http.",
                "Is a login page of the network in between? Check HF_ENDPOINT and the proxy.", cause);
    }

    private ServerAnswer send(String method, URI address, Map<String, String> headers) throws Unanswered {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("User-Agent", "marksheet")
                // Sizes and ranges are those of the file, not of something packed.
                .header("Accept-Encoding", "identity");
        headers.forEach(request::header);
        if (isSameServer(address, hub)) {
            token.ifPresent(any -> request.header("Authorization", any.authorization()));
        }
        CompletableFuture<HttpResponse<ChunkedBody>> sent =
                client.sendAsync(request.build(), info -> new ChunkedBody(timeouts.idle()));
        Duration longest = timeouts.answer().multipliedBy(2);
        try {
            HttpResponse<ChunkedBody> response = sent.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return new ServerAnswer(address, response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw Unanswered.unreached(
                    server(address) + " does not answer within " + ChunkedBody.seconds(longest), NO_NETWORK, e);
        } catch (ExecutionException e) {
            throw unreached(address, e.getCause());
        } catch (InterruptedException e) {
            sent.cancel(true);
            throw Sleeper.interrupted(e);
        }
    }

    private static Unanswered unreached(URI address, Throwable cause) {
        IOException failure = cause instanceof IOException known ? known : new IOException(cause);
        if (failure instanceof SSLException) {
            return Unanswered.unreached("the certificate of " + server(address) + " is not trusted",
                    "Behind a company's proxy its certificate must be in Java's trust store (keytool -importcert).", failure);
        }
        // The JDK hides the cause one or two exceptions deep.
        boolean unknown = failure.getCause() instanceof UnresolvedAddressException
                || failure.getCause() != null && failure.getCause().getCause() instanceof UnresolvedAddressException;
        if (unknown) {
            return Unanswered.unreached("nobody knows the name " + address.getHost(), NO_NETWORK, failure);
        }
        if (failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException) {
            return Unanswered.unreached(server(address) + " cannot be reached", NO_NETWORK, failure);
        }
        return ChunkedBody.brokenOff(failure);
    }

    private static String server(URI address) {
        return address.getScheme() + "://" + address.getAuthority();
    }

    private static boolean isSameServer(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : "https".equals(address.getScheme()) ? 443 : 80;
    }

    private static boolean isPrivate(URI address) {
        return "https".equals(address.getScheme()) || Loopback.is(address.getHost());
    }
}
