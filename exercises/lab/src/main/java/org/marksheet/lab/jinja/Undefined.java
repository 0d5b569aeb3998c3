package org.marksheet.lab.jinja;

/**
 * What a name or a field that does not exist stands for: it prints as nothing and is false, and everything else fails.
 *
 * @param what the name, for messages
 */
record Undefined(String what) {}
