/** Training of the sheet's models on the toy world, and what they then can do. */
package org.marksheet.sheet41.toyworld.training;
