package org.marksheet.sheet41.toyworld.instruction;

/** How an instruction and its answer become one text. */
public final class Dialogue {
    /** The same as a template that libraries of chat models understand. */
    public static final String CHAT_TEMPLATE = "task: {{ messages[0]['content'] }} answer:";

    private Dialogue() {}

    /**
     * Returns what a model is given.
     *
     * @param instruction such as {@code list three colours.}
     */
    public static String prompt(String instruction) {
        return CHAT_TEMPLATE.replace("{{ messages[0]['content'] }}", instruction);
    }

    /**
     * Returns prompt and answer as one text.
     *
     * @param instruction such as {@code list three colours.}
     * @param answer such as {@code red, blue, green.}
     */
    public static String whole(String instruction, String answer) {
        return prompt(instruction) + " " + answer;
    }
}
