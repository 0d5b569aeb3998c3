package org.marksheet.grader.report;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.marksheet.grader.score.ExerciseResult;
import org.marksheet.grader.score.Result;
import org.marksheet.grader.sheet.ExerciseText;
import org.marksheet.grader.sheet.SheetText;

/** The table of the class for spreadsheets: a row per submission, a column per exercise. */
public final class ResultsCsv {
    private ResultsCsv() {}

    /** Returns the table with a line of names on top; a submission without a score has empty cells. */
    public static String write(SheetText sheet, Collection<Result> results) {
        List<String> exercises = sheet.exercises().stream().map(ExerciseText::id).toList();
        List<String> head = new ArrayList<>(
                List.of("submission", "status", "earned", "possible", "bonus", "unmarked", "reason"));
        head.addAll(exercises);
        StringWriter out = new StringWriter();
        try (CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180)) {
            printer.printRecord(head);
            for (Result result : results) {
                printer.printRecord(row(result, exercises));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private static List<String> row(Result result, List<String> exercises) {
        Map<String, ExerciseResult> byId =
                result.exercises().stream().collect(Collectors.toMap(ExerciseResult::id, exercise -> exercise));
        List<String> row = new ArrayList<>();
        row.add(cell(result.submission()));
        row.add(result.status().name().toLowerCase(Locale.ROOT));
        row.add(result.earned() == null ? "" : Points.plain(result.earned()));
        row.add(Points.plain(result.possible()));
        row.add(result.earned() == null ? "" : Points.plain(result.bonus()));
        row.add(Points.plain(result.unmarked()));
        row.add(result.reason() == null ? "" : cell(result.reason()));
        for (String id : exercises) {
            boolean scored = result.earned() != null && byId.containsKey(id);
            row.add(scored ? Points.plain(byId.get(id).earned()) : "");
        }
        return row;
    }

    /** A spreadsheet runs a cell that begins with one of these as a formula; a quote in front makes it text. */
    private static String cell(String text) {
        String clean = PlainText.clean(text);
        return clean.matches("(?s)[=+\\-@\\t].*") ? "'" + clean : clean;
    }
}
