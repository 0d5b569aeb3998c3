package org.marksheet.sheet41.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.marksheet.lab.chat.ChatMessage;
import org.marksheet.lab.chat.ChatTemplate;

/** What was said between a user and a model, written as the model has learnt it. */
public final class Conversation {
    private static final String SYSTEM = "system";
    private static final String USER = "user";
    private static final String ASSISTANT = "assistant";

    private final Speaker speaker;
    private final ChatTemplate template;
    private final List<ChatMessage> beginning;
    private final boolean remembers;
    private final List<ChatMessage> said = new ArrayList<>();
    private long turns;

    /**
     * Begins a conversation.
     *
     * @param speaker answers
     * @param template of the speaker's checkpoint
     * @param system what the model is told before everything else, if anything
     * @throws IllegalArgumentException if the template has no place for it
     * @throws org.marksheet.lab.jinja.TemplateException if the template refuses it
     */
    public Conversation(Speaker speaker, ChatTemplate template, Optional<String> system) {
        this.speaker = speaker;
        this.template = template;
        this.beginning = system.map(text -> List.of(new ChatMessage(SYSTEM, text))).orElse(List.of());
        if (system.isPresent() && !writesLast(SYSTEM, USER)) {
            throw new IllegalArgumentException("The chat template of this model has no place for a system message. "
                    + "Say it in your message, without --system.");
        }
        this.remembers = writesLast(USER, ASSISTANT, USER);
    }

    /** Returns whether the template writes more than one message; otherwise each message is answered by itself. */
    public boolean remembers() {
        return remembers;
    }

    /**
     * Says something and lets the model answer. If that throws, nothing was said.
     *
     * @param message what
     * @param manner how the model writes; each turn has draws of its own
     * @param piece is told each piece of text as soon as it is certain
     * @param stop is asked after each token
     * @throws IllegalArgumentException if the conversation has become too long for the model
     * @throws org.marksheet.lab.jinja.TemplateException if the template refuses it
     */
    public Answer say(String message, Manner manner, Consumer<String> piece, BooleanSupplier stop) {
        List<ChatMessage> all = new ArrayList<>(beginning);
        all.addAll(said);
        all.add(new ChatMessage(USER, message));
        String rendered = template.render(all, true);
        Answer answer = speaker.answer(rendered, manner.withSeed(manner.seed() + turns), piece, stop);
        turns++;
        if (remembers) {
            said.add(new ChatMessage(USER, message));
            said.add(new ChatMessage(ASSISTANT, answer.text()));
        }
        return answer;
    }

    /** Forgets what was said. */
    public void reset() {
        said.clear();
    }

    /** Some templates pass over what they have no place for. */
    private boolean writesLast(String... roles) {
        List<ChatMessage> messages = new ArrayList<>();
        for (int i = 0; i < roles.length; i++) {
            messages.add(new ChatMessage(roles[i], "message-" + i));
        }
        return template.render(messages, true).contains("message-" + (roles.length - 1));
    }
}
