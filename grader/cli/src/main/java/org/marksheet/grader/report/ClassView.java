package org.marksheet.grader.report;

import java.math.BigDecimal;
import java.util.List;

/**
 * What the class page says.
 *
 * @param sheet the sheet's id
 * @param title the sheet's title
 * @param possible points of the sheet
 * @param median of the graded, or empty
 * @param graded how many
 * @param rejected how many
 * @param errors how many
 * @param columns exercises
 * @param rows submissions that were graded
 * @param refused submissions that were not
 * @param mistakes the most frequent first
 * @param outcomes how checks ended, in the order of the enum
 * @param waiting points that wait for a person, over all submissions, or null
 * @param unsandboxed how many ran without a sandbox
 */
record ClassView(
        String sheet,
        String title,
        String possible,
        String median,
        int graded,
        int rejected,
        int errors,
        List<Column> columns,
        List<Row> rows,
        List<Refused> refused,
        List<Mistake> mistakes,
        List<Outcomes> outcomes,
        BigDecimal waiting,
        int unsandboxed) {

    public String waitingText() {
        return Points.counted(waiting);
    }

    /** An exercise. */
    record Column(String id, String title, boolean bonus, String possible) {}

    /** A submission and a link to its report. */
    record Student(String name, String link) {}

    /** A graded submission; a cell is null where it has no such exercise. */
    record Row(Student student, Points points, BigDecimal bonus, BigDecimal unmarked, List<Points> cells) {
        public String earned() {
            return Points.plain(points.earned());
        }

        public String bonusText() {
            return Points.plain(bonus);
        }

        public String unmarkedText() {
            return Points.plain(unmarked);
        }
    }

    /** A submission without a score. */
    record Refused(Student student, boolean rejected, String reason) {}

    /** A mistake and who made it. */
    record Mistake(String todo, String method, String name, List<Student> students) {}

    /** How often an outcome occurred. */
    record Outcomes(String kind, String words, int checks, int students) {}
}
