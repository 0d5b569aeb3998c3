/** Open places in a student's code: the exception that an unwritten method throws. */
package org.marksheet.lab.todo;
