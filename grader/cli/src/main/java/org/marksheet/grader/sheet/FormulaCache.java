package org.marksheet.grader.sheet;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Formulas that were rendered at build time, as they stand in a JSON file.
 *
 * @param engine what rendered them; another engine's are not used
 * @param inline MathML by TeX
 * @param display MathML by TeX
 */
@JsonPropertyOrder({"engine", "inline", "display"})
record FormulaCache(String engine, Map<String, String> inline, Map<String, String> display) {
    /** The name of the file in a sheet's jar. */
    static final String RESOURCE = "META-INF/marksheet/formulas.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static FormulaCache of(String engine, Map<Formula, String> mathMl) {
        // Sorted, so that the same sheet gives the same bytes.
        Map<String, String> inline = new TreeMap<>();
        Map<String, String> display = new TreeMap<>();
        mathMl.forEach((formula, math) -> (formula.display() ? display : inline).put(formula.tex(), math));
        return new FormulaCache(engine, inline, display);
    }

    static FormulaCache read(InputStream in) throws IOException {
        return JSON.readValue(in, FormulaCache.class);
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        JSON.writeValue(file.toFile(), this);
    }

    Map<Formula, String> mathMl() {
        Map<Formula, String> all = new LinkedHashMap<>();
        inline.forEach((tex, math) -> all.put(new Formula(tex, false), math));
        display.forEach((tex, math) -> all.put(new Formula(tex, true), math));
        return all;
    }
}
