package org.marksheet.sheet41.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.lab.log.RunFolder;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.todo.OpenTodo;
import org.marksheet.sheet41.Todos;
import org.marksheet.sheet41.generation.LogitSampling;
import org.marksheet.sheet41.ppo.Responses;
import org.marksheet.sheet41.reward.Rewards;
import org.marksheet.sheet41.training.TextScorer;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The student's commands on the solution and on the models that come along. */
class CommandsTest {
    @TempDir
    private Path folder;

    @Test
    void aRunLeavesCurvesSamplesAndAModelAndCanGoOn() throws IOException {
        String out = folder.resolve("run").toString();
        Ended ended = run(new TrainCommand(), "--updates", "2", "--batch", "8", "--mini-batch", "4", "--out", out);
        assertThat(ended.errors()).contains("Done. Mean reward of 200 texts").contains("index.html");
        assertThat(ended.code()).isZero();
        RunFolder run = RunFolder.read(folder.resolve("run"));
        assertThat(run.rows()).hasSize(2);
        assertThat(run.samples()).hasSizeGreaterThan(10);
        assertThat(folder.resolve("run/index.html")).content().contains("KL").doesNotContain("http://", "https://");

        Ended again = run(new TrainCommand(), "--updates", "3", "--batch", "8", "--mini-batch", "4", "--out", out);
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.errors()).contains("--resume");
        Ended other = run(new TrainCommand(), "--updates", "3", "--batch", "4", "--out", out, "--resume");
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.errors()).contains("--batch: ").contains("was started with 8");
        Ended less = run(new TrainCommand(), "--updates", "1", "--out", out, "--resume");
        assertThat(less.code()).isEqualTo(1);
        assertThat(less.errors()).contains("has made 2 updates already").contains("--updates 1 is less");
        assertThat(RunFolder.read(folder.resolve("run")).settings()).as("of the run as it was").isEqualTo(run.settings());
        assertThat(run(new TrainCommand(), "--updates", "3", "--out", out, "--resume").code()).isZero();
        RunFolder resumed = RunFolder.read(folder.resolve("run"));
        assertThat(resumed.rows()).hasSize(3);
        assertThat(resumed.column("episode")).as("the batch that the run was started with").hasValueSatisfying(
                episodes -> assertThat(episodes).containsExactly(8, 16, 24));
        assertThat(resumed.settings()).containsAllEntriesOf(Map.of("batch", run.settings().get("batch")));

        Ended written = run(new GenerateCommand(), "the film was", "--count", "2", "--model", out + "/policy", "--temperature", "0");
        assertThat(written.output().lines().toList()).hasSize(2).allMatch(line -> line.startsWith("the film was "));
        Path page = folder.resolve("runs.html");
        assertThat(run(new RunsCommand(), out, out, "--out", page.toString()).code()).isZero();
        assertThat(page).isNotEmptyFile();
    }

    @Test
    void aGoodReviewIsWorthMoreThanABadOne() {
        Ended ended = run(new RewardCommand(), "the film was awful .", "it is a joy .");
        List<String> lines = ended.output().lines().toList();
        assertThat(lines).hasSize(2);
        double bad = Double.parseDouble(lines.get(0).split(" ")[0]);
        double good = Double.parseDouble(lines.get(1).split(" ")[0]);
        assertThat(bad).isLessThan(.2);
        assertThat(good).isGreaterThan(.8);
    }

    @Test
    void anOpenTodoIsNamedWithItsFile() {
        for (String id : Todos.all().stream().map(todo -> todo.id()).toList()) {
            Ended ended = run(new Open(id));
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.errors()).contains("This needs " + id).contains("mvn -q test -Dexercise=" + id);
            Path file = Path.of("../../exercises", ended.errors().lines().toList().get(1).strip());
            assertThat(file).isRegularFile();
        }
    }

    @Test
    void whatAMethodOfTheirsThrewIsToldWithItsPlace() {
        IllegalStateException thrown = new IllegalStateException("boo");
        thrown.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("java.util.Optional", "get", "Optional.java", 9),
            new StackTraceElement(LogitSampling.class.getName() + "$Filter", "topK", "LogitSampling.java", 40),
            new StackTraceElement("org.marksheet.sheet41.training.Trial", "of", "Trial.java", 60)
        });
        Ended ended = run(new Throwing(new RuntimeException(thrown)));
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.errors())
                .startsWith("Your topK (LogitSampling.java:40) threw ")
                .contains("boo", "See: mvn -q test -Dexercise=4.1.2.c");
        assertThat(run(new Throwing(new IllegalStateException("ours"))).errors()).startsWith("Your code, or ours, threw ");
    }

    @Test
    void anAnswerThatIsNoneIsToldBeforeItFailsElsewhere() {
        try (NDManager manager = Torch.manager()) {
            assertThatThrownBy(() -> Responses.check(null, 2)).hasMessageContainingAll("returned null for 2 prompts", "4.1.2.f");
            assertThatThrownBy(() -> Responses.check(manager.zeros(new Shape(1, 3), DataType.INT64), 2))
                    .hasMessageContaining("returned int64 (1, 3) for 2 prompts");
            assertThatThrownBy(() -> Responses.check(manager.zeros(new Shape(2, 3)), 2)).hasMessageContaining("returned float32 (2, 3)");
            Responses.check(manager.zeros(new Shape(2, 3), DataType.INT64), 2);
        }
        Rewards none = (Rewards) Proxy.newProxyInstance(
                Rewards.class.getClassLoader(), new Class<?>[] {Rewards.class}, (proxy, method, arguments) -> null);
        assertThatThrownBy(() -> TextScorer.sentiment(none, List.of("a"), null))
                .hasMessageContainingAll("sentimentReward returned null for 1 texts", "4.1.5.a");
    }

    @Test
    void numbersThatCannotBeAreRefused() {
        for (List<String> wrong : List.of(
                List.of("--threads", "0"), List.of("--save-every", "0"), List.of("--kl-coefficient", "-1"),
                List.of("--entropy-coefficient", "NaN"), List.of("--target-kl", "NaN"), List.of("--horizon", "0"),
                List.of("--clip", "NaN"), List.of("--clip", "1"), List.of("--value-clip", "0"), List.of("--temperature", "0"))) {
            Ended ended = run(new TrainCommand(), Stream.concat(
                    wrong.stream(), Stream.of("--out", folder.resolve("wrong").toString())).toArray(String[]::new));
            assertThat(ended.code()).as("%s", wrong).isEqualTo(1);
            assertThat(ended.errors()).as("%s", wrong).isNotBlank().doesNotContain("\tat ");
        }
        assertThat(folder.resolve("wrong")).doesNotExist();
        assertThat(run(new TrainCommand(), "--temperature", "0", "--policy", folder.resolve("none").toString()).errors())
                .as("before any model is looked for").contains("the temperature is 0");
        assertThat(run(new BenchCommand(), "--iterations", "0").code()).isEqualTo(1);
        assertThat(run(new TrainCommand(), "--seed", "abc").errors()).contains("'abc' is not a whole number");
        assertThat(run(new TrainCommand(), "--clip", "abc").errors()).contains("'abc' is not a number");
        Ended unknown = run(new TrainCommand(), "--gpu");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.errors().lines().toList()).as("the error alone, not all of the help").hasSizeLessThan(5);
    }

    @Test
    void everyOptionInTheStudentsGuideBelongsToACommand() throws IOException {
        Set<String> known = Stream.of(
                        new TrainCommand(), new GenerateCommand(), new ChatCommand(), new CompareCommand(), new RewardCommand(),
                        new RunsCommand(), new BenchCommand())
                .flatMap(command -> new CommandLine(command).getCommandSpec().options().stream())
                .flatMap(option -> Stream.of(option.names()))
                .collect(Collectors.toSet());
        String guide = Files.readString(Path.of("../../docs/student.md"));
        List<String> named = Pattern.compile("--[a-z][a-z-]+").matcher(guide).results().map(MatchResult::group).toList();
        assertThat(named).hasSizeGreaterThan(5);
        assertThat(known).containsAll(named);
    }

    @Test
    void aFolderWithoutAModelIsSaidInWords() {
        Ended ended = run(new GenerateCommand(), "--model", folder.toString());
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.errors()).contains(folder.toString()).doesNotContain("\tat ");
        Ended prompts = run(new TrainCommand(), "--out", folder.resolve("a").toString(), "--prompts", "nowhere.txt");
        assertThat(prompts.errors()).startsWith("nowhere.txt is not there").doesNotContain("\tat ");
    }

    @Test
    void aGpuThatIsNotThereIsSaidWithTheWayToOne() {
        assumeTrue(!Torch.engine().hasCapability("CUDA"), "there is a GPU");
        for (Callable<Integer> command : List.<Callable<Integer>>of(
                new GenerateCommand(), new RewardCommand(), new ChatCommand(), new CompareCommand(), new TrainCommand(), new BenchCommand())) {
            Ended ended = run(command, "--device", "gpu");
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.errors())
                    .startsWith("There is no GPU to compute on: libtorch ")
                    .contains("pip install torch==", "PYTORCH_LIBRARY_PATH", "--device cpu")
                    .doesNotContain("\tat ");
        }
        Ended misspelt = run(new GenerateCommand(), "--device", "cuda");
        assertThat(misspelt.code()).isEqualTo(1);
        assertThat(misspelt.errors().strip())
                .isEqualTo("--device is \"cuda\"; it must be cpu, gpu, gpu:N (N counts from 0) or auto.");
    }

    @Test
    void autoIsTheProcessorWithoutAGpuAndHalfPrecisionWritesThere() {
        assumeTrue(!Torch.engine().hasCapability("CUDA"), "there is a GPU");
        Ended full = run(new GenerateCommand(), "--device", "auto", "--count", "1", "--temperature", "0");
        Ended half = run(new GenerateCommand(), "--dtype", "float16", "--count", "1", "--temperature", "0");
        assertThat(full.code()).as(full.errors()).isZero();
        assertThat(half.code()).as(half.errors()).isZero();
        assertThat(half.output()).startsWith("the film was ");
    }

    @Test
    void whatIsNeitherAFolderNorAModelIsSaidInWords() {
        for (Callable<Integer> command : List.<Callable<Integer>>of(new GenerateCommand(), new RewardCommand())) {
            Ended ended = run(command, "it is a joy .", "--model", folder.resolve("nowhere").toString());
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.errors().strip()).isEqualTo(
                    folder.resolve("nowhere") + ": is not there, or is no folder. Check the path.");
        }
        assertThat(run(new GenerateCommand(), "--model", "pom.xml").errors()).startsWith("pom.xml: is a file. Give the folder of a model");
        assertThat(run(new RunsCommand(), "pom.xml").errors()).startsWith("pom.xml is a file, not the folder of a run. Give");
        Ended train = run(new TrainCommand(), "--out", folder.resolve("b").toString(), "--policy", "no model");
        assertThat(train.errors()).startsWith("\"no model\": is neither a folder that exists nor the name of a model.");
    }

    private static Ended run(Callable<Integer> command, String... arguments) {
        return Ended.of(command, arguments);
    }

    /** A command in which something goes wrong. */
    @Command(name = "throwing")
    private record Throwing(RuntimeException thrown) implements Callable<Integer> {
        @Override
        public Integer call() {
            throw thrown;
        }
    }

    /** A command that needs a TODO which nobody has written. */
    @Command(name = "open")
    private static final class Open implements Callable<Integer> {
        private final String id;

        Open(String id) {
            this.id = id;
        }

        @Override
        public Integer call() {
            throw new OpenTodo(id);
        }
    }
}
