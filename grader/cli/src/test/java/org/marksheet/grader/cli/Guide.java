package org.marksheet.grader.cli;

import com.vladsch.flexmark.ast.Code;
import com.vladsch.flexmark.ast.FencedCodeBlock;
import com.vladsch.flexmark.ast.Heading;
import com.vladsch.flexmark.ast.Image;
import com.vladsch.flexmark.ast.Link;
import com.vladsch.flexmark.ast.LinkNodeBase;
import com.vladsch.flexmark.ext.tables.TablesExtension;
import com.vladsch.flexmark.parser.Parser;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.ast.TextCollectingVisitor;
import com.vladsch.flexmark.util.data.MutableDataSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A text of the project, and what a test asks of it. */
record Guide(Path path) {
    /** Tests run in the folder of their module. */
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();

    static Guide of(String path) {
        return new Guide(HOME.resolve(path));
    }

    /** Returns README and everything that lies right in {@code docs/}. */
    static List<Guide> all() {
        List<Guide> guides = new ArrayList<>(List.of(of("README.md")));
        try (Stream<Path> docs = Files.list(HOME.resolve("docs"))) {
            docs.filter(path -> path.toString().endsWith(".md")).sorted().forEach(path -> guides.add(new Guide(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return guides;
    }

    /** Returns the Java sources below a folder that are no tests. */
    static List<Guide> sources(String folder) {
        try (Stream<Path> walk = Files.walk(HOME.resolve(folder))) {
            return walk.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> path.toString().contains(Path.of("src", "main").toString()))
                    .map(Guide::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what stands below a heading, up to the next one. */
    String section(String heading) {
        String text = text();
        int begin = text.indexOf("# " + heading + "\n");
        int end = text.indexOf("\n#", begin + 1);
        return begin < 0 ? "" : text.substring(begin, end < 0 ? text.length() : end);
    }

    /** Returns each line of fenced code and each piece of code within a line. */
    List<String> code() {
        List<String> code = new ArrayList<>();
        for (Node node : nodes()) {
            if (node instanceof FencedCodeBlock block) {
                block.getContentChars().toString().lines().map(String::strip).forEach(code::add);
            } else if (node instanceof Code inline) {
                code.add(inline.getText().toString());
            }
        }
        return code;
    }

    List<String> links() {
        List<String> links = new ArrayList<>();
        for (Node node : nodes()) {
            if (node instanceof Link || node instanceof Image) {
                links.add(((LinkNodeBase) node).getUrl().toString());
            }
        }
        return links;
    }

    /** Returns the anchors that GitHub and GitLab give the headings. */
    Set<String> anchors() {
        Set<String> anchors = new TreeSet<>();
        for (Node node : nodes()) {
            if (node instanceof Heading heading) {
                anchors.add(new TextCollectingVisitor()
                        .collectAndGetText(heading)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'));
            }
        }
        return anchors;
    }

    @Override
    public String toString() {
        return path.getFileName().toString();
    }

    private Iterable<Node> nodes() {
        return Parser.builder(new MutableDataSet().set(Parser.EXTENSIONS, List.of(TablesExtension.create())))
                .build()
                .parse(text())
                .getDescendants();
    }
}
