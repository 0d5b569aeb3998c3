package org.marksheet.lab.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A hub on this machine, with a second server for large files, as the real one has. What it is asked is written down; how it
 * answers can be changed, request by request.
 */
final class FakeHub implements AutoCloseable {
    static final String COMMIT = "6a1f0c0000000000000000000000000000000001";

    /** The content of one file; a large one is kept on the second server and named by its SHA-256. */
    record Content(byte[] bytes, boolean large) {
        String etag() {
            return large ? hash("SHA-256", bytes) : hash("SHA-1", ("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII), bytes);
        }
    }

    /** One request, such as {@code hub HEAD config.json} or {@code hub GET list}. */
    record Asked(String what, Optional<String> authorization, Optional<String> range) {}

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    final List<String> notes = new CopyOnWriteArrayList<>();
    final Map<String, Content> files = new LinkedHashMap<>();
    String commit = COMMIT;
    long free = Long.MAX_VALUE;

    private final Path cache;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Deque<HttpHandler>> scripted = new ConcurrentHashMap<>();
    private final HttpServer hub = server("hub", this::answer);
    private final HttpServer store = server("store", exchange -> sendFile(exchange, fileOf(exchange)));

    FakeHub(Path cache) {
        this.cache = cache;
        put("config.json", "{\"model_type\":\"gpt2\"}");
        put("tokenizer.json", "{\"model\":{}}");
        put("tokenizer_config.json", "{}");
        put("README.md", "# Not wanted");
        put("pytorch_model.bin", "not wanted either");
        byte[] weights = new byte[200_000];
        new SplittableRandom(41).nextBytes(weights);
        putLarge("model.safetensors", weights);
    }

    void put(String file, String content) {
        files.put(file, new Content(content.getBytes(StandardCharsets.UTF_8), false));
    }

    void putLarge(String file, byte[] content) {
        files.put(file, new Content(content, true));
    }

    String etag(String file) {
        return files.get(file).etag();
    }

    String address() {
        return "http://127.0.0.1:" + hub.getAddress().getPort();
    }

    String storeAddress() {
        return "http://127.0.0.1:" + store.getAddress().getPort();
    }

    /** The next time it is asked this, it answers so; then as ever, or as the next one says. */
    void next(String what, HttpHandler handler) {
        scripted.computeIfAbsent(what, key -> new ArrayDeque<>()).add(handler);
    }

    void always(String what, HttpHandler handler) {
        for (int i = 0; i < 20; i++) {
            next(what, handler);
        }
    }

    /** A client of this hub that makes three tries and never really waits. */
    Path resolve(String id, String... variables) {
        return hub(variables).resolve(id, progress());
    }

    Hub hub(String... variables) {
        return hub(pauses::add, variables);
    }

    Hub hub(Sleeper sleeper, String... variables) {
        return new Hub(environment(variables), new Retries(3, Duration.ofSeconds(120), sleeper, () -> 0.5), folder -> free);
    }

    HubEnvironment environment(String... variables) {
        Map<String, String> all = new HashMap<>(Map.of("HF_HUB_CACHE", cache.toString(), "HF_ENDPOINT", address()));
        for (int i = 0; i < variables.length; i += 2) {
            all.put(variables[i], variables[i + 1]);
        }
        HubEnvironment read = HubEnvironment.of(all, cache.resolve("home"));
        return new HubEnvironment(read.cache(), read.endpoint(), read.token(), read.offline(), read.symlinks(),
                new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(300)), read.proxies());
    }

    DownloadProgress progress() {
        DownloadProgress silent = DownloadProgress.silent();
        return new DownloadProgress() {
            @Override
            public Transfer begin(String file, long done, long total) {
                return silent.begin(file, done, total);
            }

            @Override
            public void note(String sentence) {
                notes.add(sentence);
            }
        };
    }

    List<String> whatWasAsked() {
        return asked.stream().map(Asked::what).toList();
    }

    void forgetWhatWasAsked() {
        asked.clear();
        pauses.clear();
        notes.clear();
    }

    List<String> ranges(String what) {
        return asked.stream().filter(one -> one.what().equals(what)).map(one -> one.range().orElse("all")).toList();
    }

    /** Answers with a status and headers in pairs. */
    static HttpHandler status(int status, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        };
    }

    /** Sends the file's first bytes, or those from where it is asked, and breaks off. */
    HttpHandler breakOffAfter(int bytes) {
        return exchange -> {
            byte[] content = content(exchange);
            int from = from(exchange);
            if (from > 0) {
                exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
            exchange.getResponseBody().write(content, from, bytes);
            exchange.getResponseBody().flush();
            exchange.close();
        };
    }

    /** Sends the file's first bytes and then nothing, without an end. */
    HttpHandler stallAfter(int bytes) {
        return exchange -> {
            byte[] content = content(exchange);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, bytes);
            exchange.getResponseBody().flush();
            waitForTheEnd();
        };
    }

    /** Sends something else in the place of the file. */
    static HttpHandler send(byte[] content, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        };
    }

    /** The whole file, whatever part of it was asked. */
    HttpHandler whole() {
        return exchange -> send(content(exchange)).handle(exchange);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        if (path.startsWith("/api/models/")) {
            String names = files.keySet().stream()
                    .map(name -> "{\"rfilename\":\"" + name.replace("\\", "\\\\") + "\"}")
                    .collect(Collectors.joining(","));
            send(("{\"sha\":\"" + commit + "\",\"siblings\":[" + names + "]}").getBytes(StandardCharsets.UTF_8)).handle(exchange);
            return;
        }
        String file = fileOf(exchange);
        Content content = files.get(file);
        if (content == null) {
            status(404, "X-Error-Code", "EntryNotFound").handle(exchange);
            return;
        }
        exchange.getResponseHeaders().set("X-Repo-Commit", commit);
        if (content.large()) {
            status(302, "Location", storeAddress() + "/signed/" + file, "X-Linked-ETag", "\"" + content.etag() + "\"", "X-Linked-Size",
                    String.valueOf(content.bytes().length), "ETag", "\"of-the-redirect\"").handle(exchange);
        } else if (exchange.getRequestMethod().equals("HEAD")) {
            status(200, "ETag", "W/\"" + content.etag() + "\"", "Content-Length", String.valueOf(content.bytes().length)).handle(exchange);
        } else {
            sendFile(exchange, file);
        }
    }

    private void sendFile(HttpExchange exchange, String file) throws IOException {
        byte[] content = files.get(file).bytes();
        int from = from(exchange);
        if (from >= content.length && from > 0) {
            status(416).handle(exchange);
            return;
        }
        breakOffAfter(content.length - from).handle(exchange);
    }

    private byte[] content(HttpExchange exchange) {
        return files.get(fileOf(exchange)).bytes();
    }

    private static int from(HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        return range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    }

    private static String fileOf(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return path.startsWith("/api/") ? "list" : path.replaceFirst(".*/resolve/[^/]+/|/signed/", "");
    }

    private HttpServer server(String name, HttpHandler usual) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                String what = name + " " + exchange.getRequestMethod() + " " + fileOf(exchange);
                asked.add(new Asked(what, Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
                        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))));
                HttpHandler next;
                synchronized (scripted) {
                    next = scripted.getOrDefault(what, new ArrayDeque<>()).poll();
                }
                (next == null ? usual : next).handle(exchange);
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void waitForTheEnd() {
        try {
            ending.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String hash(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            Arrays.stream(parts).forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From now on there is nobody at its address. */
    @Override
    public void close() {
        ending.countDown();
        hub.stop(0);
        store.stop(0);
        threads.shutdownNow();
    }

    /** The files below a folder, links with their targets, sorted. */
    static List<String> tree(Path folder) {
        List<String> tree = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.filter(one -> !Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS)).toList()) {
                String name = folder.relativize(path).toString();
                tree.add(Files.isSymbolicLink(path) ? name + " -> " + Files.readSymbolicLink(path) : name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tree.sort(null);
        return tree;
    }
}
