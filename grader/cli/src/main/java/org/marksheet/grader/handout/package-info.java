/** What students get: the exercises as they stand, and the proof that nothing else is in it. */
package org.marksheet.grader.handout;
