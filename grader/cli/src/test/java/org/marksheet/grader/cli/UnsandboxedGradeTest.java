package org.marksheet.grader.cli;

/** Without walls, as on a machine that has none. */
class UnsandboxedGradeTest extends GradeTest {
    @Override
    String sandbox() {
        return "none";
    }
}
