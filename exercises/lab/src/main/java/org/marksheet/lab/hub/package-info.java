/** Models of the Hugging Face hub: found in the cache that Python's tools use, or downloaded into it. */
package org.marksheet.lab.hub;
