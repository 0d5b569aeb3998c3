/** Instructions whose answers can be checked, right answers to them, flawed ones, and facts about the words they use. */
package org.marksheet.sheet41.toyworld.instruction;
