/** Values as length-prefixed, bounded CBOR frames on a pair of streams. */
package org.marksheet.worker.codec;
