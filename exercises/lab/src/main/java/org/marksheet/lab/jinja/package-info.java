/**
 * Text templates in the part of the Jinja language that published chat templates use.
 *
 * <p>A template is cut into tokens, parsed into statements and expressions, and run with variables. What lies beyond the part is
 * refused with file, line and construct.
 */
package org.marksheet.lab.jinja;
