/**
 * The lab: what a sheet is given to work with. It knows no sheet and no contract.
 *
 * <p>Rooms: {@code tensor} (the engine, gradients, random numbers), {@code model}, {@code todo} (open places in a student's code).
 */
package org.marksheet.lab;
