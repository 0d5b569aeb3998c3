package org.marksheet.lab.hub;

import java.io.File;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the environment says of the hub, by the names that huggingface_hub reads.
 *
 * @param cache where models are kept: {@code HF_HUB_CACHE}, {@code HUGGINGFACE_HUB_CACHE}, {@code $HF_HOME/hub}, {@code
 *     $XDG_CACHE_HOME/huggingface/hub} or {@code ~/.cache/huggingface/hub}
 * @param endpoint the hub's address without a slash at its end: {@code HF_ENDPOINT}
 * @param token who asks, if it is known
 * @param offline whether no server may be asked: {@code HF_HUB_OFFLINE} or {@code TRANSFORMERS_OFFLINE}
 * @param symlinks whether snapshots may link to blobs; off with {@code HF_HUB_DISABLE_SYMLINKS}
 * @param timeouts {@code HF_HUB_ETAG_TIMEOUT} and {@code HF_HUB_DOWNLOAD_TIMEOUT}, seconds
 * @param proxies {@code HTTPS_PROXY} and its kin, or else Java's own properties
 * @see <a href="https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables">the variables</a>
 */
public record HubEnvironment(
        Path cache,
        URI endpoint,
        Optional<AccessToken> token,
        boolean offline,
        boolean symlinks,
        Timeouts timeouts,
        ProxySelector proxies) {
    private static final String USUAL_ENDPOINT = "https://huggingface.co";

    /**
     * Returns the environment of this process.
     *
     * @throws HubException as {@link #of}
     */
    public static HubEnvironment ofProcess() {
        Map<String, String> variables = System.getenv();
        String home = System.getProperty("user.home");
        // Python goes by HOME where there is one, and on Windows not even then.
        return of(variables, Path.of(File.separatorChar == '/' ? variables.getOrDefault("HOME", home) : home));
    }

    /**
     * Reads variables.
     *
     * @param variables an empty one is one that is not set
     * @param home the folder {@code ~}
     * @throws HubException if one of them has no meaning; names it
     */
    public static HubEnvironment of(Map<String, String> variables, Path home) {
        Variables read = new Variables(variables, home);
        Path huggingFace = read.path("HF_HOME")
                .orElseGet(() -> read.path("XDG_CACHE_HOME").orElse(home.resolve(".cache")).resolve("huggingface"));
        Path cache = read.path("HF_HUB_CACHE")
                .or(() -> read.path("HUGGINGFACE_HUB_CACHE"))
                .orElseGet(() -> huggingFace.resolve("hub"));
        Path tokenFile = read.path("HF_TOKEN_PATH").orElseGet(() -> huggingFace.resolve("token"));
        // A set HF_HUB_OFFLINE has the last word, also when it says no.
        String offline = read.text("HF_HUB_OFFLINE").isPresent() ? "HF_HUB_OFFLINE" : "TRANSFORMERS_OFFLINE";
        Timeouts usual = Timeouts.defaults();
        return new HubEnvironment(
                cache,
                endpoint(read.text("HF_ENDPOINT").orElse(USUAL_ENDPOINT)),
                AccessToken.find(variables, tokenFile),
                Switch.isOn(variables, offline),
                !Switch.isOn(variables, "HF_HUB_DISABLE_SYMLINKS"),
                new Timeouts(
                        read.seconds("HF_HUB_ETAG_TIMEOUT").orElse(usual.answer()),
                        read.seconds("HF_HUB_DOWNLOAD_TIMEOUT").orElse(usual.idle())),
                EnvironmentProxies.of(variables));
    }

    private static URI endpoint(String text) {
        try {
            URI endpoint = new URI(text.replaceAll("/+$", ""));
            if (endpoint.getHost() != null && ("https".equals(endpoint.getScheme()) || "http".equals(endpoint.getScheme()))) {
                return endpoint;
            }
        } catch (URISyntaxException e) {
            throw noEndpoint(text, e);
        }
        throw noEndpoint(text, null);
    }

    private static HubException noEndpoint(String text, Exception cause) {
        return new HubException("HF_ENDPOINT", "\"" + text + "\" is not the address of a hub.",
                "Unset it, or give one such as " + USUAL_ENDPOINT + ".", cause);
    }

    /** Reads variables one by one. */
    private record Variables(Map<String, String> all, Path home) {
        Optional<String> text(String name) {
            return Optional.ofNullable(all.get(name)).filter(value -> !value.isBlank());
        }

        /** With {@code ~} and {@code $NAME} as Python expands them. */
        Optional<Path> path(String name) {
            return text(name).map(value -> {
                String expanded = value.equals("~") || value.startsWith("~/") ? home + value.substring(1) : value;
                for (Map.Entry<String, String> variable : all.entrySet()) {
                    expanded = expanded.replace("${" + variable.getKey() + "}", variable.getValue());
                }
                if (expanded.startsWith("$")) {
                    String first = expanded.substring(1).split("[/\\\\]", 2)[0];
                    expanded = all.containsKey(first) ? all.get(first) + expanded.substring(1 + first.length()) : expanded;
                }
                return Path.of(expanded).toAbsolutePath().normalize();
            });
        }

        Optional<Duration> seconds(String name) {
            return text(name).map(value -> {
                try {
                    int seconds = Integer.parseInt(value.strip());
                    if (seconds > 0) {
                        return Duration.ofSeconds(seconds);
                    }
                } catch (NumberFormatException e) {
                    throw noSeconds(name, value, e);
                }
                throw noSeconds(name, value, null);
            });
        }

        private static HubException noSeconds(String name, String value, Exception cause) {
            return new HubException(
                    name, "\"" + value + "\" is no number of seconds.", "Unset it, or give one such as 30.", cause);
        }
    }
}
