package org.marksheet.sheet41.toyworld.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Makes the sheet's models: {@code MakeModels <folder> [--seed n] [base] [sentiment] ...}; all of them if none is named.
 *
 * <p>Texts to try the models on are always written. It prints how training goes and what each model then can do.
 */
public final class MakeModels {
    private static final int SEED = 41;

    private MakeModels() {}

    /**
     * Makes models.
     *
     * @param args see above
     * @throws IOException if a file cannot be written
     */
    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            System.err.println("Where to? make-models FOLDER [--seed N] [base] [sentiment] [instruct] [helpfulness]");
            System.exit(2);
        }
        try {
            make(Path.of(args[0]), List.of(args).subList(1, args.length));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void make(Path folder, List<String> options) throws IOException {
        int seed = SEED;
        Set<ToyModel> wanted = EnumSet.noneOf(ToyModel.class);
        for (int i = 0; i < options.size(); i++) {
            if (options.get(i).equals("--seed") && i + 1 < options.size()) {
                seed = Integer.parseInt(options.get(++i));
            } else {
                wanted.add(ToyModel.of(options.get(i)));
            }
        }
        Workshop workshop =
                new Workshop(Files.createDirectories(folder), Sources.of(seed), new Report(System.out::println));
        workshop.writeTexts();
        for (ToyModel model : wanted.isEmpty() ? EnumSet.allOf(ToyModel.class) : wanted) {
            workshop.make(model);
        }
    }
}
