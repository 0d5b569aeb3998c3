package org.marksheet.grader.sheet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Renders the formulas of sheets at build time; what an earlier build rendered is taken over. */
public final class FormulaCompiler {
    private FormulaCompiler() {}

    /**
     * Writes the formulas of sheets below a folder of resources.
     *
     * @param arguments the folder, such as {@code target/classes}, then the sheets
     * @throws SheetException if a formula is wrong
     * @throws IOException if the file cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("Give a folder for the result, then one sheet or more.");
        }
        List<Path> sheets = Arrays.stream(arguments).skip(1).map(Path::of).toList();
        compile(Path.of(arguments[0]).resolve(FormulaCache.RESOURCE), sheets);
    }

    static void compile(Path file, List<Path> sheets) throws IOException {
        Formulas formulas = earlier(file);
        Map<Formula, String> mathMl = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (Path sheet : sheets) {
            add(SheetSource.read(sheet), formulas, mathMl, problems);
        }
        if (!problems.isEmpty()) {
            throw new SheetException(problems);
        }
        FormulaCache.of(FormulaEngine.name(), mathMl).write(file);
    }

    private static void add(
            SheetSource source, Formulas formulas, Map<Formula, String> mathMl, List<String> problems) {
        try {
            for (FormulaScanner.Placed placed : FormulaScanner.scan(source.text())) {
                try {
                    mathMl.put(placed.formula(), formulas.mathMl(placed.formula()));
                } catch (FormulaException e) {
                    problems.add(source.problem(placed.line(), "the formula \"" + placed.formula().tex()
                            + "\" is wrong: " + e.getMessage() + ". Correct it, or write \"\\$\" for a dollar sign."));
                }
            }
        } catch (FormulaScanner.UnclosedFormula e) {
            problems.add(source.problem(e.line(), e.getMessage()));
        }
    }

    private static Formulas earlier(Path file) {
        if (!Files.exists(file)) {
            return Formulas.none();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Formulas.of(FormulaCache.read(in));
        } catch (IOException e) {
            // A build that was cut off may have left half a file; rendering again mends it.
            return Formulas.none();
        }
    }
}
