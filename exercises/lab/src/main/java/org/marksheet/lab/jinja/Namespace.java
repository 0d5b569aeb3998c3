package org.marksheet.lab.jinja;

import java.util.Map;

/**
 * What {@code namespace(..)} returns: fields that statements inside of a loop may change for those after it.
 *
 * @param fields may be changed
 */
record Namespace(Map<String, Object> fields) {}
