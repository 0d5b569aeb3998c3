/** One call of one contract method: values in, values out, whatever the method does. */
package org.marksheet.worker.invoke;
