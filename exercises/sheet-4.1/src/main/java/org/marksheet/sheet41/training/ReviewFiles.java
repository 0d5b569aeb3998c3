package org.marksheet.sheet41.training;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Texts to take prompts from, in the forms that collections of reviews have. */
public final class ReviewFiles {
    private static final List<String> COLUMNS = List.of("review", "text");
    private static final CSVFormat TABLE = CSVFormat.RFC4180.builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setAllowMissingColumnNames(true)
            .get();

    private ReviewFiles() {}

    /**
     * Reads texts, and of each only what a prompt can need.
     *
     * @param source a file with a text a line; a table {@code .csv} with a column {@code review} or {@code text}; or a folder with
     *     one text in each {@code .txt}, or with two such folders {@code neg} and {@code pos}, of which both are read
     * @param characters how many of a text are enough; it ends at the next blank
     * @throws IOException if it cannot be read
     * @throws TrainingException if there is no text in it
     */
    public static List<String> read(Path source, int characters) throws IOException {
        List<String> texts = new ArrayList<>();
        try {
            if (Files.isDirectory(source)) {
                for (Path folder : folders(source)) {
                    for (Path file : textFiles(folder)) {
                        texts.add(beginning(Files.readString(file), characters));
                    }
                }
            } else if (source.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
                table(source, characters, texts);
            } else {
                Files.readAllLines(source).forEach(line -> texts.add(beginning(line, characters)));
            }
        } catch (CharacterCodingException e) {
            throw new TrainingException(source + " holds something that is not UTF-8. Convert it first, for example with iconv.", e);
        }
        texts.removeIf(String::isBlank);
        if (texts.isEmpty()) {
            throw new TrainingException(source + " holds no text. Give a file with a text a line, a .csv with a column \"review\" or "
                    + "\"text\", a folder of .txt files, or one with such folders neg and pos.");
        }
        return texts;
    }

    /** Film reviews are handed on with a folder for each judgement, and lists of addresses beside them. */
    private static List<Path> folders(Path source) {
        List<Path> judged = Stream.of("neg", "pos").map(source::resolve).filter(Files::isDirectory).toList();
        return judged.size() == 2 ? judged : List.of(source);
    }

    /** In the order of their names, so that the same seed draws the same prompts on every machine. */
    private static List<Path> textFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".txt") && Files.isRegularFile(file)).sorted().toList();
        }
    }

    private static void table(Path file, int characters, List<String> texts) throws IOException {
        try (Reader reader = Files.newBufferedReader(file);
                CSVParser parser = TABLE.parse(reader)) {
            List<String> header = parser.getHeaderNames();
            String column = header.stream()
                    // Some programs begin a file with a mark of its byte order.
                    .filter(name -> COLUMNS.contains(name.replace("\ufeff", "").strip().toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TrainingException(file + " has the columns " + header
                            + "; one of them must be called \"review\" or \"text\". Is its first line missing?"));
            for (CSVRecord row : parser) {
                if (row.isSet(column)) {
                    texts.add(beginning(row.get(column), characters));
                }
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException coding) {
                throw coding;
            }
            throw broken(file, e.getCause());
        } catch (CSVException | IllegalArgumentException e) {
            throw broken(file, e);
        }
    }

    private static TrainingException broken(Path file, Exception cause) {
        return new TrainingException(file + " is no table of comma-separated values: " + cause.getMessage(), cause);
    }

    private static String beginning(String text, int characters) {
        int blank = text.length() > characters ? text.indexOf(' ', characters) : -1;
        return blank < 0 ? text : text.substring(0, blank);
    }
}
