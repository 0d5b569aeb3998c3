package org.marksheet.grader.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
    @TempDir Path folder;

    @Test
    void twoAtOnceMakeAThingOnce() throws Exception {
        AtomicInteger made = new AtomicInteger();
        Callable<Path> get = () -> new CacheFolder(folder).folder("thing", draft -> {
            made.incrementAndGet();
            Files.writeString(draft.resolve("file"), "x");
        });
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<Path> result : threads.invokeAll(List.of(get, get, get, get, get, get, get, get))) {
                assertThat(result.get().resolve("file")).hasContent("x");
            }
        } finally {
            threads.shutdown();
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void whatFailedIsMadeAgain() throws Exception {
        CacheFolder cache = new CacheFolder(folder);
        assertThatThrownBy(() -> cache.folder("thing", draft -> {
            Files.writeString(draft.resolve("half"), "x");
            throw new IOException("no space");
        })).hasMessage("no space");
        Path thing = cache.folder("thing", draft -> Files.writeString(draft.resolve("whole"), "x"));
        assertThat(thing.resolve("whole")).exists();
        assertThat(thing.resolve("half")).doesNotExist();
    }

    @Test
    void whatAKilledGraderLeftIsMadeAgain() throws Exception {
        Files.writeString(Files.createDirectory(folder.resolve("thing.part")).resolve("half"), "x");
        Path thing = new CacheFolder(folder).folder("thing", draft -> { });
        assertThat(thing).isEmptyDirectory();
    }
}
