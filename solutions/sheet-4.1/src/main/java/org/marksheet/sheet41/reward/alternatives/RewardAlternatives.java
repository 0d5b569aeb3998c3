package org.marksheet.sheet41.reward.alternatives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.marksheet.grader.api.Alternative;
import org.marksheet.lab.model.TextClassifier;
import org.marksheet.sheet41.reward.Rewards;

/** Right answers written in other ways. */
public final class RewardAlternatives {
    private RewardAlternatives() {}

    /** Regular expressions and streams. */
    @Alternative("regular expressions, streams, the exponential of logSoftmax")
    public static class Expressions implements Rewards {
        private static final Pattern LETTERS = Pattern.compile("\\p{L}+");
        private static final Pattern LETTERS_OR_DIGITS = Pattern.compile("[\\p{L}\\p{Nd}]+");

        @Override
        public NDArray sentimentReward(List<String> texts, TextClassifier classifier) {
            TextClassifier.Tokens tokens = classifier.encode(texts);
            NDArray logits = classifier.logits(tokens.ids(), tokens.attentionMask());
            return logits.logSoftmax(1).exp().transpose().get(1);
        }

        @Override
        public double letterReward(String response, char letter) {
            return LETTERS.matcher(response).results()
                    .map(MatchResult::group)
                    .mapToInt(word -> word.substring(0, 1).equalsIgnoreCase(String.valueOf(letter)) ? 1 : 0)
                    .average()
                    .orElse(0);
        }

        @Override
        public double rouge1(String candidate, String reference) {
            Map<String, Long> ours = counts(candidate);
            Map<String, Long> theirs = counts(reference);
            long common = ours.entrySet().stream()
                    .mapToLong(word -> Math.min(word.getValue(), theirs.getOrDefault(word.getKey(), 0L)))
                    .sum();
            long all = sum(ours) + sum(theirs);
            return all == 0 ? 0 : 2.0 * common / all;
        }

        private static long sum(Map<String, Long> counts) {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }

        private static Map<String, Long> counts(String text) {
            return LETTERS_OR_DIGITS.matcher(text.toLowerCase(Locale.ROOT)).results()
                    .collect(Collectors.groupingBy(MatchResult::group, Collectors.counting()));
        }
    }

    /** Loops over characters; one text at a time. */
    @Alternative("plain loops over characters, one text at a time, softmax in Java numbers")
    public static class Characters implements Rewards {
        @Override
        public NDArray sentimentReward(List<String> texts, TextClassifier classifier) {
            float[] rewards = new float[texts.size()];
            NDArray latest = null;
            for (int i = 0; i < rewards.length; i++) {
                TextClassifier.Tokens tokens = classifier.encode(List.of(texts.get(i)));
                latest = classifier.logits(tokens.ids(), tokens.attentionMask());
                float[] logits = latest.toFloatArray();
                double sum = 0;
                for (float logit : logits) {
                    sum += Math.exp((double) logit - logits[1]);
                }
                rewards[i] = (float) (1 / sum);
            }
            return latest.getManager().create(rewards);
        }

        @Override
        public double letterReward(String response, char letter) {
            int words = 0;
            int matching = 0;
            boolean inside = false;
            for (int i = 0; i < response.length(); i++) {
                char here = response.charAt(i);
                if (Character.isLetter(here) && !inside) {
                    words++;
                    if (Character.toLowerCase(here) == Character.toLowerCase(letter)) {
                        matching++;
                    }
                }
                inside = Character.isLetter(here);
            }
            return matching / (double) Math.max(words, 1);
        }

        @Override
        public double rouge1(String candidate, String reference) {
            List<String> ours = words(candidate);
            List<String> left = words(reference);
            int total = ours.size() + left.size();
            int common = 0;
            for (String word : ours) {
                if (left.remove(word)) {
                    common += 2;
                }
            }
            return common == 0 ? 0 : (double) common / total;
        }

        private static List<String> words(String text) {
            List<String> words = new ArrayList<>();
            String word = "";
            for (char here : (text + " ").toCharArray()) {
                if (Character.isLetterOrDigit(here)) {
                    word += Character.toLowerCase(here);
                } else {
                    if (!word.isEmpty()) {
                        words.add(word);
                    }
                    word = "";
                }
            }
            return words;
        }
    }

    /** Sorted lists are walked side by side. */
    @Alternative("sorted lists walked side by side, odds instead of softmax")
    public static class SortedLists implements Rewards {
        @Override
        public NDArray sentimentReward(List<String> texts, TextClassifier classifier) {
            TextClassifier.Tokens tokens = classifier.encode(texts);
            NDArray logits = classifier.logits(tokens.ids(), tokens.attentionMask());
            NDArray odds = logits.sub(logits.get(":, 1:2")).exp().sum(new int[] {1});
            return logits.getManager().ones(odds.getShape()).div(odds);
        }

        @Override
        public double letterReward(String response, char letter) {
            String[] words = response.toUpperCase(Locale.ROOT).split("\\P{L}+");
            double matching = 0;
            int count = 0;
            for (String word : words) {
                if (!word.isBlank()) {
                    count++;
                    matching += word.startsWith(String.valueOf(letter).toUpperCase(Locale.ROOT)) ? 1 : 0;
                }
            }
            return count > 0 ? matching / count : 0;
        }

        @Override
        public double rouge1(String candidate, String reference) {
            List<String> ours = sorted(candidate);
            List<String> theirs = sorted(reference);
            double common = 0;
            for (int i = 0, j = 0; i < ours.size() && j < theirs.size(); ) {
                int order = ours.get(i).compareTo(theirs.get(j));
                common += order == 0 ? 1 : 0;
                i += order <= 0 ? 1 : 0;
                j += order >= 0 ? 1 : 0;
            }
            if (ours.isEmpty() || theirs.isEmpty() || common == 0) {
                return 0;
            }
            return 2 / (ours.size() / common + theirs.size() / common);
        }

        private static List<String> sorted(String text) {
            List<String> words = new ArrayList<>(List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{Nd}]+")));
            words.removeIf(String::isEmpty);
            Collections.sort(words);
            return words;
        }
    }

    /** Texts in pairs, words as they are cut off from the left. */
    @Alternative("recursion over the text, two texts at a time")
    public static class Recursion implements Rewards {
        @Override
        public NDArray sentimentReward(List<String> texts, TextClassifier classifier) {
            NDList parts = new NDList();
            for (int from = 0; from < texts.size(); from += 2) {
                TextClassifier.Tokens tokens =
                        classifier.encode(texts.subList(from, Math.min(from + 2, texts.size())));
                NDArray p = classifier.logits(tokens.ids(), tokens.attentionMask()).softmax(1);
                long classes = p.getShape().get(1);
                // Class 1 is picked by a product with (0, 1, 0, ..).
                float[] second = new float[(int) classes];
                second[1] = 1;
                parts.add(p.matMul(p.getManager().create(second, new Shape(classes, 1))).flatten());
            }
            return NDArrays.concat(parts);
        }

        @Override
        public double letterReward(String response, char letter) {
            List<String> words = cut(response, Character::isLetter);
            Map<Boolean, Long> parts = words.stream()
                    .collect(Collectors.partitioningBy(
                            word -> Character.toUpperCase(word.charAt(0)) == Character.toUpperCase(letter),
                            Collectors.counting()));
            return words.isEmpty() ? 0.0 : parts.get(true) / (double) (parts.get(true) + parts.get(false));
        }

        @Override
        public double rouge1(String candidate, String reference) {
            List<String> ours = cut(candidate.toLowerCase(Locale.ROOT), Character::isLetterOrDigit);
            List<String> theirs = cut(reference.toLowerCase(Locale.ROOT), Character::isLetterOrDigit);
            int matches = 0;
            for (String word : ours.stream().distinct().toList()) {
                matches += Math.min(Collections.frequency(ours, word), Collections.frequency(theirs, word));
            }
            return matches == 0 ? 0 : matches / (.5 * (ours.size() + theirs.size()));
        }

        private static List<String> cut(String text, Function<Character, Boolean> kind) {
            int from = 0;
            while (from < text.length() && !kind.apply(text.charAt(from))) {
                from++;
            }
            int to = from;
            while (to < text.length() && kind.apply(text.charAt(to))) {
                to++;
            }
            if (from == to) {
                return List.of();
            }
            List<String> words = new ArrayList<>(List.of(text.substring(from, to)));
            words.addAll(cut(text.substring(to), kind));
            return words;
        }
    }
}
