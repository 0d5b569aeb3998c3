/** The process that student code runs in: it reads calls from standard input and answers on standard output. */
package org.marksheet.worker;
