package org.marksheet.grader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What README and guides say about commands, options, files and headings is so. */
class GuideTest {
    private static final Pattern COMMAND = Pattern.compile("\\bmarksheet(?:\\.cmd)? +([a-z][a-z-]*)(.*)");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
    private static final Pattern ANCHORED = Pattern.compile("docs/([a-z-]+\\.md)#([a-z0-9-]+)");
    private static final Map<String, CommandLine> COMMANDS = new CommandLine(new Marksheet()).getSubcommands();

    @Test
    void everyCommandThatAGuideNamesExistsWithItsOptions() {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (Guide guide : Guide.all()) {
            for (String line : guide.code()) {
                Matcher command = COMMAND.matcher(line);
                if (command.find()) {
                    seen++;
                    CommandLine found = COMMANDS.get(command.group(1));
                    if (found == null) {
                        wrong.add(guide + " names the command " + command.group(1) + ", which is not there");
                    } else {
                        options(command.group(2)).stream()
                                .filter(option -> !optionsOf(found).contains(option))
                                .forEach(option -> wrong.add(guide + ": " + command.group(1) + " has no " + option));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).as("commands in the guides").isGreaterThan(10);
    }

    @Test
    void everyOptionThatAGuideNamesAloneBelongsToSomeCommand() {
        Set<String> known = COMMANDS.values().stream()
                .flatMap(command -> optionsOf(command).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        for (Guide guide : Guide.all()) {
            if (guide.path().endsWith("student.md")) {
                // Its options are those of a sheet's own commands, which the sheet's tests know.
                continue;
            }
            guide.code().stream()
                    .filter(code -> code.startsWith("--"))
                    .forEach(code -> assertThat(known).as(guide + ": " + code).containsAll(options(code)));
        }
    }

    @Test
    void theTableOfGradeListsItsOptionsAndNoOthers() {
        Set<String> inTable = rowsOfGrade()
                .flatMap(row -> options(row.split("\\|")[1]).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(inTable).isEqualTo(optionsOf(COMMANDS.get("grade")));
    }

    @Test
    void theTableOfGradeNamesTheDefaults() {
        COMMANDS.get("grade").getCommandSpec().options().stream()
                .filter(option -> option.defaultValue() != null && option.arity().max() > 0)
                .forEach(option -> assertThat(rowsOfGrade().filter(row -> row.contains("`" + option.longestName() + " ")))
                        .as("the row of " + option.longestName())
                        .singleElement()
                        .asString()
                        .contains("`" + option.defaultValue() + "`"));
    }

    @Test
    void theInstructorsGuideShowsEveryCommand() {
        assertThat(COMMANDS.keySet())
                .allSatisfy(name -> assertThat(Guide.of("docs/instructor.md").text()).contains("marksheet " + name));
    }

    @Test
    void everyRelativeLinkLeadsToAFileAndItsAnchorToAHeading() {
        List<String> broken = new ArrayList<>();
        int seen = 0;
        for (Guide guide : Guide.all()) {
            for (String target : guide.links()) {
                if (!target.matches("[a-z]+:.*")) {
                    seen++;
                    String[] parts = target.split("#", 2);
                    Path file = parts[0].isEmpty() ? guide.path() : guide.path().resolveSibling(parts[0]).normalize();
                    if (!Files.exists(file)) {
                        broken.add(guide + ": " + target + " is not there");
                    } else if (parts.length == 2 && !new Guide(file).anchors().contains(parts[1])) {
                        broken.add(guide + ": " + target + " is no heading");
                    }
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(seen).as("links in the guides").isGreaterThan(10);
    }

    @Test
    void everyHeadingThatAMessageOfTheGraderNamesIsThere() {
        Set<String> named = Guide.sources("grader").stream()
                .flatMap(source -> ANCHORED.matcher(source.text()).results())
                .map(found -> found.group(1) + "#" + found.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).contains("instructor.md#sandbox").allSatisfy(name -> {
            String[] parts = name.split("#");
            assertThat(Guide.of("docs/" + parts[0]).anchors()).contains(parts[1]);
        });
    }

    private static Stream<String> rowsOfGrade() {
        return Guide.of("docs/instructor.md").section("Options of grade").lines().filter(line -> line.startsWith("| `--"));
    }

    private static Set<String> optionsOf(CommandLine command) {
        return command.getCommandSpec().optionsMap().keySet().stream()
                .filter(option -> option.startsWith("--"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> options(String text) {
        return OPTION.matcher(text).results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
