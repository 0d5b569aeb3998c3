package org.marksheet.lab.model.distilbert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.lab.checkpoint.StoredType;
import org.marksheet.lab.model.Fixture;
import org.marksheet.lab.model.TextClassifier;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Torch;

/** DistilBERT against what the transformers library answers on the same small checkpoint. */
class DistilBertParityTest {
    private static NDManager manager;
    private static Fixture fixture;
    private static DistilBert model;

    @BeforeAll
    static void load() {
        manager = Torch.manager();
        fixture = Fixture.load("distilbert-imdb-tiny");
        model = DistilBert.load(fixture.folder());
    }

    @AfterAll
    static void close() {
        model.close();
        manager.close();
    }

    @Test
    void tokensLogitsAndProbabilitiesAreEqual() {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            TextClassifier.Tokens tokens = model.encode(fixture.texts("texts"));
            assertThat(tokens.ids()).isEqualTo(fixture.tensor("input_ids", manager));
            assertThat(tokens.attentionMask()).isEqualTo(fixture.tensor("attention_mask", manager));
            NDArray logits = model.logits(tokens.ids(), tokens.attentionMask());
            assertThat(logits.getShape()).isEqualTo(new Shape(5, 2));
            NDArray probabilities = logits.softmax(-1);
            double[][] expected = fixture.numbers("logits");
            List<JsonElement> positive = fixture.cases().getAsJsonArray("probability_of_class_1").asList();
            for (int row = 0; row < 5; row++) {
                for (int label = 0; label < 2; label++) {
                    assertThat((double) logits.getFloat(row, label)).isCloseTo(expected[row][label], within(1e-4));
                }
                assertThat((double) probabilities.getFloat(row, 1))
                        .isCloseTo(positive.get(row).getAsDouble(), within(1e-4));
            }
        }
    }

    @Test
    void paddingChangesNothing() {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            TextClassifier.Tokens alone = model.encode(List.of("This film was"));
            TextClassifier.Tokens padded =
                    model.encode(List.of("This film was", "I wanted to like it, but the plot, the plot, the plot"));
            float[] expected = model.logits(alone.ids(), alone.attentionMask()).toFloatArray();
            NDArray ids = padded.ids().duplicate();
            NDArray hidden = padded.attentionMask().eq(0);
            ids.set(hidden, 77);
            for (NDArray each : List.of(padded.ids(), ids)) {
                float[] found = model.logits(each, padded.attentionMask()).get(0).toFloatArray();
                assertThat(found).containsExactly(expected, offset(1e-5f));
            }
        }
    }

    @Test
    void gradientsAreTheSlopesOfTheLoss() {
        try (NDScope scope = new NDScope();
                DistilBert trained = DistilBert.load(fixture.folder())) {
            scope.suppressNotUsedWarning();
            trained.parameters().setRequiresGradient(true);
            NDArray ids = fixture.tensor("input_ids", manager);
            NDArray mask = fixture.tensor("attention_mask", manager);
            NDArray loss = Gradients.recording(() -> loss(trained, ids, mask));
            System.gc();
            Gradients.backward(loss, loss.onesLike());
            String block = "distilbert.transformer.layer.1.";
            for (String name : List.of("distilbert.embeddings.word_embeddings.weight", block + "attention.q_lin.weight",
                    block + "ffn.lin1.bias", block + "sa_layer_norm.weight", "pre_classifier.weight", "classifier.bias")) {
                NDArray weight = trained.parameters().get(name);
                NDArray gradient = Gradients.of(weight).orElseThrow();
                double length = gradient.norm().getFloat();
                assertThat(length).as(name).isGreaterThan(1e-3);
                float step = 2e-3f;
                NDArray direction = gradient.div(length);
                double slope = Gradients.off(() -> {
                    weight.addi(direction.mul(step));
                    double above = loss(trained, ids, mask).getFloat();
                    weight.subi(direction.mul(2 * step));
                    double below = loss(trained, ids, mask).getFloat();
                    weight.addi(direction.mul(step));
                    return (above - below) / (2 * step);
                });
                assertThat(slope).as(name).isCloseTo(length, within(.02 * length + 2e-3));
            }
        }
    }

    private static NDArray loss(DistilBert model, NDArray ids, NDArray mask) {
        return model.logits(ids, mask).logSoftmax(-1).get(":,1").sum();
    }

    @Test
    void aTextThatIsTooLongKeepsItsLastSpecialToken() {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            TextClassifier.Tokens tokens = model.encode(List.of("not bad ".repeat(100)));
            long[] ids = tokens.ids().toLongArray();
            assertThat(ids).hasSize(64).startsWith(2).endsWith(3);
            assertThat(model.logits(tokens.ids(), tokens.attentionMask()).getShape()).isEqualTo(new Shape(1, 2));
        }
    }

    @Test
    void aSavedModelGivesTheSameBits(@TempDir Path folder) {
        model.save(folder, StoredType.F32);
        try (DistilBert saved = DistilBert.load(folder)) {
            NDArray ids = fixture.tensor("input_ids", manager);
            NDArray mask = fixture.tensor("attention_mask", manager);
            assertThat(saved.logits(ids, mask).toFloatArray()).isEqualTo(model.logits(ids, mask).toFloatArray());
            assertThat(saved.config()).isEqualTo(model.config());
        }
    }
}
