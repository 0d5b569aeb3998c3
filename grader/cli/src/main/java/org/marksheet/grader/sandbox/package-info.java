/** Walls around the worker: the command that starts it, the read-only folders it sees, and the proof that they hold. */
package org.marksheet.grader.sandbox;
