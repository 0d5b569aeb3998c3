package org.marksheet.sheet41.selfcheck;

/**
 * What one self-check found.
 *
 * @param todo the TODO it belongs to
 * @param check its name, with its file and line where it failed
 * @param line that line, which also gives the order on the board; 0 where it did not fail
 * @param standing how it stands
 * @param message what is wrong; empty otherwise
 * @param hint where to look; empty otherwise
 */
record Finding(String todo, String check, int line, Standing standing, String message, String hint) {}
