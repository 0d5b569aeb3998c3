package org.marksheet.lab.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubEnvironmentTest {
    @TempDir
    Path home;

    private HubEnvironment of(String... variables) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            all.put(variables[i], variables[i + 1]);
        }
        return HubEnvironment.of(all, home);
    }

    @Test
    void theCacheIsWherePythonsToolsHaveIt() {
        assertThat(of().cache()).isEqualTo(home.resolve(".cache/huggingface/hub"));
        assertThat(of("XDG_CACHE_HOME", "/x").cache()).isEqualTo(Path.of("/x/huggingface/hub"));
        assertThat(of("XDG_CACHE_HOME", "/x", "HF_HOME", "/h").cache()).isEqualTo(Path.of("/h/hub"));
        assertThat(of("HF_HOME", "/h", "HUGGINGFACE_HUB_CACHE", "/old").cache()).isEqualTo(Path.of("/old"));
        assertThat(of("HUGGINGFACE_HUB_CACHE", "/old", "HF_HUB_CACHE", "/new").cache()).isEqualTo(Path.of("/new"));
        assertThat(of("HF_HUB_CACHE", "").cache()).isEqualTo(home.resolve(".cache/huggingface/hub"));
    }

    @Test
    void pathsAreExpanded() {
        assertThat(of("HF_HOME", "~/hf").cache()).isEqualTo(home.resolve("hf/hub"));
        assertThat(of("HF_HUB_CACHE", "$SCRATCH/hub", "SCRATCH", "/s").cache()).isEqualTo(Path.of("/s/hub"));
        assertThat(of("HF_HUB_CACHE", "/a/${WHO}/hub", "WHO", "lee").cache()).isEqualTo(Path.of("/a/lee/hub"));
    }

    @Test
    void theTokenIsFromTheFirstPlaceThatHasOne() throws IOException {
        assertThat(of().token()).isEmpty();
        Path usual = home.resolve(".cache/huggingface/token");
        Files.createDirectories(usual.getParent());
        Files.writeString(usual, "hf_file\n");
        Path other = Files.writeString(home.resolve("other"), " hf_other ");
        isToken("hf_file", usual.toString());
        isToken("hf_other", other.toString(), "HF_TOKEN_PATH", other.toString());
        isToken("hf_old", "HUGGING_FACE_HUB_TOKEN", "HUGGING_FACE_HUB_TOKEN", "hf_old", "HF_TOKEN_PATH", other.toString());
        isToken("hf_new", "HF_TOKEN", "HF_TOKEN", "hf_new\r\n", "HUGGING_FACE_HUB_TOKEN", "hf_old");
        assertThat(of("HF_TOKEN", "hf_new", "HF_HUB_DISABLE_IMPLICIT_TOKEN", "1").token()).isEmpty();
        assertThat(of("HF_HOME", home.resolve("elsewhere").toString()).token()).isEmpty();
    }

    private void isToken(String secret, String source, String... variables) {
        AccessToken token = of(variables).token().orElseThrow();
        assertThat(token.authorization()).isEqualTo("Bearer " + secret);
        assertThat(token.source()).isEqualTo(source);
    }

    @Test
    void theTokenIsInNoText() {
        assertThat(of("HF_TOKEN", "hf_secret").toString()).contains("AccessToken[from HF_TOKEN]").doesNotContain("hf_secret");
        assertThatThrownBy(() -> of("HF_TOKEN", "hf_sec ret")).isInstanceOf(HubException.class).hasMessage(
                "HF_TOKEN: the access token holds blanks or characters beyond ASCII. Copy it again; a token looks like hf_ and letters.");
    }

    @Test
    void switchesAreReadAsPythonReadsThem() {
        assertThat(of().offline()).isFalse();
        assertThat(of("HF_HUB_OFFLINE", "1").offline()).isTrue();
        assertThat(of("HF_HUB_OFFLINE", "true").offline()).isTrue();
        assertThat(of("TRANSFORMERS_OFFLINE", "on").offline()).isTrue();
        assertThat(of("HF_HUB_OFFLINE", "0", "TRANSFORMERS_OFFLINE", "1").offline()).isFalse();
        assertThat(of("HF_HUB_DISABLE_SYMLINKS", "YES").symlinks()).isFalse();
    }

    @Test
    void theHubCanBeElsewhere() {
        assertThat(of().endpoint()).isEqualTo(URI.create("https://huggingface.co"));
        assertThat(of("HF_ENDPOINT", "https://mirror.example/hf/").endpoint()).isEqualTo(URI.create("https://mirror.example/hf"));
        for (String none : new String[] {"mirror.example", "ftp://mirror.example", "https://", "https://a b"}) {
            assertThatThrownBy(() -> of("HF_ENDPOINT", none)).isInstanceOf(HubException.class).hasMessage("HF_ENDPOINT: \"" + none
                    + "\" is not the address of a hub. Unset it, or give one such as https://huggingface.co.");
        }
    }

    @Test
    void timeoutsAreInSeconds() {
        assertThat(of().timeouts()).isEqualTo(Timeouts.defaults());
        assertThat(of("HF_HUB_ETAG_TIMEOUT", "3", "HF_HUB_DOWNLOAD_TIMEOUT", "90").timeouts())
                .isEqualTo(new Timeouts(Duration.ofSeconds(3), Duration.ofSeconds(90)));
        assertThatThrownBy(() -> of("HF_HUB_ETAG_TIMEOUT", "soon")).isInstanceOf(HubException.class).hasMessage(
                "HF_HUB_ETAG_TIMEOUT: \"soon\" is no number of seconds. Unset it, or give one such as 30.");
    }

    @Test
    void proxiesAreThoseOfTheEnvironment() {
        HubEnvironment environment = of("HTTPS_PROXY", "http://proxy.example:3128", "no_proxy", "localhost,.intern.example");
        assertThat(proxy(environment, "https://huggingface.co").address()).hasToString("proxy.example/<unresolved>:3128");
        assertThat(proxy(environment, "https://hub.intern.example")).isEqualTo(Proxy.NO_PROXY);
        assertThat(proxy(environment, "http://huggingface.co")).isEqualTo(Proxy.NO_PROXY);
        assertThat(proxy(of("ALL_PROXY", "proxy.example"), "https://127.0.0.1")).isEqualTo(Proxy.NO_PROXY);
        assertThat(proxy(of("ALL_PROXY", "proxy.example"), "https://huggingface.co").address())
                .hasToString("proxy.example/<unresolved>:80");
        assertThatThrownBy(() -> of("HTTPS_PROXY", "socks5://me:secret@proxy.example")).isInstanceOf(HubException.class)
                .hasMessageStartingWith("https_proxy: is not the address of an HTTP proxy.").hasMessageNotContaining("secret");
    }

    private static Proxy proxy(HubEnvironment environment, String address) {
        return environment.proxies().select(URI.create(address)).get(0);
    }
}
