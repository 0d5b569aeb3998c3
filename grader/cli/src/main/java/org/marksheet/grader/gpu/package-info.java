/** The GPUs of this machine, one place for a worker each, and the libtorch that computes on them. */
package org.marksheet.grader.gpu;
