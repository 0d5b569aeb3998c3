package org.marksheet.lab.chat;

/**
 * What one side of a conversation said.
 *
 * @param role who: {@code system}, {@code user} or {@code assistant} in most templates
 * @param content the text
 */
public record ChatMessage(String role, String content) {
    /** Checks that there is a role. */
    public ChatMessage {
        if (role.isBlank()) {
            throw new IllegalArgumentException("The role of a message is blank.");
        }
    }
}
