package org.marksheet.lab.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A function in PyTorch's script language, for what DJL has no operation for, and to do many small operations in one call.
 *
 * <p>PyTorch loads scripts from an archive that is usually written in Python; here it is put together from the source text. The
 * interpreter runs one operation after another, as if each were called from outside: gradients flow, and the first run and the
 * hundredth give the same bits.
 *
 * @see <a href="https://pytorch.org/docs/stable/jit_language_reference.html">The language</a>
 */
public final class TorchScript {
    private final PtSymbolBlock module;

    private TorchScript(PtSymbolBlock module) {
        this.module = module;
    }

    /**
     * Compiles a function.
     *
     * @param owner closes the function with itself
     * @param parameters for example {@code x: Tensor, weights: List[Tensor]}; first tensors, then lists
     * @param body indented by four spaces; operators are written out ({@code torch.add(x, y)}); returns a Tensor or a
     *     List[Tensor], as {@code result} says
     * @param result {@code Tensor} or {@code List[Tensor]}
     * @return the function
     */
    public static TorchScript compile(NDManager owner, String parameters, String result, String body) {
        return load(owner, LinearMethods.on(owner) + """
                  def forward(self: __torch__.M, %s) -> %s:
                %s""".formatted(parameters, result, body));
    }

    /**
     * Compiles a function that has many tensors at hand: to hand them over with every call can take longer than to compute.
     *
     * @param owner closes the function with itself
     * @param held what the function knows as the list {@code p}; a change in place is seen, and no other
     * @param parameters as in {@link #compile}
     * @param result as in {@link #compile}
     * @param body as in {@link #compile}
     * @return the function
     */
    public static TorchScript holding(NDManager owner, List<NDArray> held, String parameters, String result, String body) {
        TorchScript script = load(owner, LinearMethods.on(owner) + """
                  def hold(self: __torch__.M, p: List[Tensor]) -> int:
                    self.p = p
                    return torch.len(p)
                  def forward(self: __torch__.M, %s) -> %s:
                    p = self.p
                %s""".formatted(parameters, result, body));
        try (IValue p = IValue.listFrom(held.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new))) {
            IValueUtils.runMethod(script.module, "hold", p).close();
        }
        return script;
    }

    static TorchScript load(NDManager owner, String methods) {
        String source = """
                class M(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                  p : List[Tensor]
                """ + methods;
        try {
            ByteArrayInputStream archive = new ByteArrayInputStream(archive(source));
            return new TorchScript(JniUtils.loadModule((PtNDManager) owner, archive, false, false));
        } catch (IOException e) {
            throw new UncheckedIOException("an archive in memory cannot be read", e);
        }
    }

    /**
     * Calls the function.
     *
     * @param tensors its arguments that are tensors; the first one's manager owns the results
     * @param lists its arguments that are lists, none of them empty
     * @return the tensor or the list that it returns
     */
    public NDList call(List<NDArray> tensors, List<List<NDArray>> lists) {
        NDList arguments = new NDList();
        for (NDArray tensor : tensors) {
            tensor.setName(null);
            arguments.add(tensor);
        }
        for (int i = 0; i < lists.size(); i++) {
            if (lists.get(i).isEmpty()) {
                throw new IllegalArgumentException("List " + i + " is empty; DJL would pass it over.");
            }
            // DJL tells lists from tensors by the names of their members.
            String name = "list" + i + "[]";
            for (NDArray member : lists.get(i)) {
                member.setName(name);
                arguments.add(member);
            }
        }
        // The setting belongs to the thread. Optimised code would differ in the last bits from run to run until it is warm.
        JniUtils.setGraphExecutorOptimize(false);
        // "Training" also where no gradient is wanted: tensors of the other mode can never take part in a gradient.
        return IValueUtils.forward(module, arguments, true);
    }

    /**
     * Calls the function where nothing can be recorded, which is quicker. What it returns stays with the engine until it is asked for.
     *
     * @param arguments are closed
     * @return the caller closes it
     */
    public EngineValue callUnrecorded(EngineValue... arguments) {
        JniUtils.setGraphExecutorOptimize(false);
        try {
            return new EngineValue(IValueUtils.runMethod(
                    module, "forward", Stream.of(arguments).map(EngineValue::get).toArray(IValue[]::new)));
        } finally {
            List.of(arguments).forEach(EngineValue::close);
        }
    }

    private static byte[] archive(String source) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "data.pkl", module());
            put(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            put(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'}); // an empty tuple
            put(zip, "version", ascii("10\n"));
            put(zip, "byteorder", ascii("little"));
        }
        return bytes.toByteArray();
    }

    /** An object of the class M with its fields, as a pickle of protocol 2. */
    private static byte[] module() throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2});
        pickle.write(ascii("c__torch__\nM\n")); // the class
        pickle.write(new byte[] {')', (byte) 0x81, '}', '(', 'X', 8, 0, 0, 0}); // new, without arguments; a text of 8
        pickle.write(ascii("training"));
        pickle.write(new byte[] {(byte) 0x88, 'X', 1, 0, 0, 0, 'p', ']'}); // true; p is an empty list
        pickle.write(new byte[] {'u', 'b', '.'}); // set and end
        return pickle.toByteArray();
    }

    /** PyTorch maps the archive: entries must not be compressed. */
    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry("m/" + name);
        CRC32 sum = new CRC32();
        sum.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
