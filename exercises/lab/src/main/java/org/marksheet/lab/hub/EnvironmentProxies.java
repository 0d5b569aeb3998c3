package org.marksheet.lab.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The proxies that {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY} name, in either case. */
final class EnvironmentProxies extends ProxySelector {
    private final Map<String, InetSocketAddress> byScheme;
    private final List<String> direct;

    private EnvironmentProxies(Map<String, InetSocketAddress> byScheme, List<String> direct) {
        this.byScheme = byScheme;
        this.direct = direct;
    }

    /** Returns Java's own selector, which knows {@code -Dhttps.proxyHost}, if the environment names no proxy. */
    static ProxySelector of(Map<String, String> variables) {
        Optional<InetSocketAddress> https = proxy(variables, "https_proxy");
        Optional<InetSocketAddress> http = proxy(variables, "http_proxy");
        if (https.isEmpty() && http.isEmpty()) {
            return ProxySelector.getDefault();
        }
        Map<String, InetSocketAddress> byScheme = new HashMap<>();
        https.ifPresent(address -> byScheme.put("https", address));
        http.ifPresent(address -> byScheme.put("http", address));
        return new EnvironmentProxies(Map.copyOf(byScheme), List.of(value(variables, "no_proxy").orElse("").split("[,\\s]+")));
    }

    @Override
    public List<Proxy> select(URI uri) {
        InetSocketAddress proxy = byScheme.get(uri.getScheme());
        return proxy == null || isDirect(uri.getHost().toLowerCase(Locale.ROOT))
                ? List.of(Proxy.NO_PROXY)
                : List.of(new Proxy(Proxy.Type.HTTP, proxy));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // There is no other proxy to turn to; who asked hears of it.
    }

    private boolean isDirect(String host) {
        return Loopback.is(host) || direct.stream()
                .map(entry -> entry.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> entry.equals("*") || host.equals(entry) || host.endsWith("." + entry));
    }

    private static Optional<String> value(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name))
                .or(() -> Optional.ofNullable(variables.get(name.toUpperCase(Locale.ROOT))))
                .filter(value -> !value.isBlank());
    }

    private static Optional<InetSocketAddress> proxy(Map<String, String> variables, String name) {
        return value(variables, name).or(() -> value(variables, "all_proxy")).map(text -> {
            try {
                URI uri = URI.create(text.contains("://") ? text : "http://" + text);
                if (uri.getHost() != null && "http".equals(uri.getScheme())) {
                    return InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
                }
            } catch (IllegalArgumentException e) {
                throw unusable(name, e);
            }
            throw unusable(name, null);
        });
    }

    /** The value may hold a password, so it is not shown. */
    private static HubException unusable(String name, Exception cause) {
        return new HubException(name, "is not the address of an HTTP proxy.",
                "Give one such as http://proxy.example:3128, or unset it and use -Dhttps.proxyHost.", cause);
    }
}
