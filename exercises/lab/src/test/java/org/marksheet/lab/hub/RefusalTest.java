package org.marksheet.lab.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.marksheet.lab.hub.FakeHub.status;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusalTest {
    @TempDir
    Path cache;

    private FakeHub hub;

    @BeforeEach
    void start() {
        hub = new FakeHub(cache);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void isRefused(String id, String message, String... variables) {
        assertThatThrownBy(() -> hub.resolve(id, variables)).isInstanceOf(HubException.class)
                .hasMessage(message.replace("{hub}", hub.address()));
    }

    @Test
    void aModelThatIsNotThereLooksLikeOneThatIsPrivate() {
        hub.always("hub GET list", status(401, "X-Error-Code", "RepoNotFound"));
        isRefused("lee/gpt3", "lee/gpt3: the hub has no such model, or does not show it to you (401). Check the name at "
                + "{hub}/lee/gpt3; if it is private, set HF_TOKEN to a token of that account, or log in with hf auth login.");
        isRefused("lee/gpt3", "lee/gpt3: the hub has no such model, or does not show it to you (401). Check the name at "
                + "{hub}/lee/gpt3; if it is private, give a token of that account: the one of HF_TOKEN is not let in.",
                "HF_TOKEN", "hf_secret");
    }

    @Test
    void a404WithoutAReasonIsAModelThatIsNotThere() {
        hub.next("hub GET list", status(404));
        isRefused("gpt5", "gpt5: the hub has no such model, or does not show it to you (404). Check the name at {hub}/gpt5; "
                + "if it is private, set HF_TOKEN to a token of that account, or log in with hf auth login.");
    }

    @Test
    void aTokenThatIsNotAcceptedIsNamedByItsPlace() {
        hub.next("hub GET list", status(401, "X-Error-Message", "Invalid credentials in Authorization header"));
        isRefused("gpt2", "gpt2: the hub does not accept the access token of HUGGING_FACE_HUB_TOKEN (401). Make a new one at "
                + "{hub}/settings/tokens, or remove it: open models need none.", "HUGGING_FACE_HUB_TOKEN", "hf_secret");
    }

    @Test
    void aGatedModelNeedsAgreement() {
        hub.next("hub HEAD config.json", status(403, "X-Error-Code", "GatedRepo"));
        isRefused("meta/llama", "config.json of meta/llama: is gated: it is given only to who has agreed to its terms (403). "
                + "Agree at {hub}/meta/llama, then give a token of that account: the one of HF_TOKEN is not let in.",
                "HF_TOKEN", "hf_secret");
    }

    @Test
    void a403WithoutAReasonIsForbidden() {
        hub.next("hub GET list", status(403));
        isRefused("gpt2", "gpt2: the hub forbids it (403). See {hub}/gpt2 for the terms; then set HF_TOKEN to a token of that "
                + "account, or log in with hf auth login.");
    }

    @Test
    void aRevisionThatIsNotThereIsNamed() {
        hub.next("hub GET list", status(404, "X-Error-Code", "RevisionNotFound"));
        isRefused("gpt2@v9", "gpt2@v9: has no revision v9 (404). See {hub}/gpt2/tree/main for its branches and tags.");
    }

    @Test
    void aFileThatWasListedAndIsNotThereIsNamed() {
        hub.next("hub HEAD tokenizer.json", status(404, "X-Error-Code", "EntryNotFound"));
        isRefused("gpt2", "tokenizer.json of gpt2: is not there (404). See {hub}/gpt2/tree/main for what is; if it changed "
                + "just now, try again.");
    }

    @Test
    void aPauseThatTheHubAsksForIsMade() {
        hub.next("hub GET list", status(429, "Retry-After", "37"));
        hub.next("store GET model.safetensors", status(503, "Retry-After", "4"));
        hub.resolve("gpt2");
        assertThat(hub.pauses).containsExactly(Duration.ofSeconds(37), Duration.ofSeconds(4));
        assertThat(hub.notes.get(0)).isEqualTo(
                "gpt2: the hub has had too many requests (429) and asks for a pause of 37 s. Trying again in 37 s.");
    }

    @Test
    void aPauseUntilADateCountsFromTheServersClock() {
        Map<String, List<String>> headers = Map.of("Retry-After", List.of("Tue, 24 Nov 2026 10:00:09 GMT"),
                "Date", List.of("Tue, 24 Nov 2026 10:00:00 GMT"));
        ServerAnswer answer = new ServerAnswer(URI.create(hub.address()), 503, HttpHeaders.of(headers, (name, value) -> true),
                new ChunkedBody(Duration.ofSeconds(1)));
        Refusal refusal = new Refusal(HubModel.parse("gpt2"), answer.address(), Optional.empty());
        assertThatThrownBy(() -> refusal.of("gpt2", answer)).isInstanceOfSatisfying(Unanswered.class,
                busy -> assertThat(busy.retryAfter()).contains(Duration.ofSeconds(9)));
    }

    @Test
    void aPauseThatIsTooLongIsNotMade() {
        hub.next("hub HEAD config.json", status(429, "Retry-After", "600"));
        isRefused("gpt2", "config.json of gpt2: the hub has had too many requests (429) and asks for a pause of 600 s. Wait some "
                + "minutes and start it again; it goes on where it was. With a token (HF_TOKEN) more requests are allowed.");
        assertThat(hub.pauses).isEmpty();
    }

    @Test
    void aHubThatIsAtWorkAgainIsAskedAgain() {
        hub.next("hub GET list", status(503));
        hub.next("hub HEAD config.json", status(500));
        hub.next("hub GET config.json", status(502));
        hub.next("store GET model.safetensors", status(504));
        assertThat(hub.resolve("gpt2").resolve("model.safetensors")).exists();
        assertThat(hub.pauses).hasSize(4);
    }

    @Test
    void aHubThatIsNotAtWorkIsGivenUp() {
        hub.always("hub GET list", status(503));
        isRefused("gpt2", "gpt2: the hub is not at work (503). Start it again later; it goes on where it was.");
        assertThat(hub.whatWasAsked()).hasSize(3);
    }

    @Test
    void anAnswerThatIsNoListIsNotTheHub() {
        hub.next("hub GET list", FakeHub.send("<html>Please log in".getBytes(StandardCharsets.UTF_8)));
        isRefused("gpt2", "{hub}/api/models/gpt2/revision/main: the list of files cannot be read: it is not what a hub answers. "
                + "Is a login page of the network in between, or is HF_ENDPOINT not a hub?");
    }

    @Test
    void anAnswerWithoutHashOrSizeIsNotTheHub() {
        hub.next("hub HEAD config.json", status(200, "Content-Length", "5"));
        isRefused("gpt2", "config.json: the hub gives it no proper ETag. Check HF_ENDPOINT: is it a hub?");
        hub.next("hub HEAD config.json", status(200, "ETag", "\"../../../evil\"", "Content-Length", "5"));
        isRefused("gpt2", "config.json: the hub gives it no proper ETag. Check HF_ENDPOINT: is it a hub?");
        hub.next("hub HEAD config.json", status(302, "ETag", "\"abc\"", "Location", hub.storeAddress()));
        isRefused("gpt2", "config.json of gpt2: the hub does not say its size. Check HF_ENDPOINT: is it a hub?");
    }

    @Test
    void anotherStatusIsNamed() {
        hub.next("hub GET list", status(418));
        isRefused("gpt2", "gpt2: 127.0.0.1 answered with status 418. Check HF_ENDPOINT and the proxy; if they are right, try "
                + "again later.");
    }
}
