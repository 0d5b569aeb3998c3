package org.marksheet.grader.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The GPUs that this program may use. Each is a slot: one worker at a time computes on it.
 *
 * @param root {@code /}, or a folder with the files of another machine
 * @param slots the GPUs, in the order of their addresses on the bus
 */
public record Gpus(Path root, List<Gpu> slots) {
    private static final String DRIVER = "proc/driver/nvidia";
    private static final Pattern NODE = Pattern.compile("nvidia(\\d+)");
    private static final List<String> SHARED_NODES = List.of("nvidiactl", "nvidia-uvm", "nvidia-uvm-tools");

    // The driver's half of CUDA; the other half comes with libtorch. Their names end in the driver's own version, too.
    private static final Pattern DRIVER_LIBRARY =
            Pattern.compile("lib(cuda|nvidia-(ptxjitcompiler|nvvm|gpucomp|ml))\\.so\\.[0-9.]+");
    private static final List<String> LIBRARY_FOLDERS =
            List.of("lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu", "lib64", "usr/lib64");

    /** Copies the list. */
    public Gpus {
        slots = List.copyOf(slots);
    }

    /**
     * Looks for GPUs.
     *
     * @param root {@code /}, or a folder with the files of another machine
     * @param visible the value of {@code CUDA_VISIBLE_DEVICES}: whoever shares the machine out has chosen among its GPUs
     */
    public static Gpus of(Path root, Optional<String> visible) {
        List<Gpu> all = described(root);
        if (all.isEmpty()) {
            all = numbered(root);
        }
        List<Gpu> chosen = visible.isPresent() ? chosen(all, visible.get()) : all;
        return new Gpus(root, chosen.stream().filter(gpu -> Files.exists(root.resolve("dev").resolve(gpu.node()))).toList());
    }

    /** Returns those of this machine. */
    public static Gpus ofThisMachine() {
        return of(Path.of("/"), Optional.ofNullable(System.getenv("CUDA_VISIBLE_DEVICES")));
    }

    /** Returns the first line of what the driver says of itself, or nothing if there is none. */
    public Optional<String> driver() {
        return lines(root.resolve(DRIVER).resolve("version")).stream().findFirst();
    }

    /** Returns the models, as a result names the device: {@code gpu:NVIDIA H100 80GB HBM3}. */
    public String name() {
        return "gpu:" + slots.stream().map(Gpu::model).distinct().collect(Collectors.joining(", "));
    }

    /**
     * Returns the device files that the worker of a slot needs: its own GPU's and the driver's, and no other GPU's.
     *
     * @param slot counted from 0
     */
    public List<Path> nodes(int slot) {
        return Stream.concat(Stream.of(slots.get(slot).node()), SHARED_NODES.stream())
                .map(root.resolve("dev")::resolve)
                .filter(Files::exists)
                .toList();
    }

    /** Returns what else of the driver a worker reads. */
    public List<Path> driverFiles() {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(root.resolve(DRIVER))) {
            files.add(root.resolve(DRIVER));
        }
        Map<String, Path> libraries = new LinkedHashMap<>();
        for (String folder : LIBRARY_FOLDERS) {
            for (Path file : listed(root.resolve(folder))) {
                if (DRIVER_LIBRARY.matcher(file.getFileName().toString()).matches()) {
                    // Some of these folders are links to others.
                    libraries.putIfAbsent(file.getFileName().toString(), file);
                }
            }
        }
        files.addAll(libraries.values());
        return files;
    }

    /** Returns where a worker sees a file of the machine: at the same place. */
    public String inside(Path file) {
        return "/" + root.relativize(file);
    }

    /**
     * Returns the variables that a slot's worker runs with.
     *
     * @param slot counted from 0
     * @param alone whether the worker sees the device file of no other GPU
     */
    public Map<String, String> environment(int slot, boolean alone) {
        Gpu gpu = slots.get(slot);
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
        environment.put("CUDA_VISIBLE_DEVICES", gpu.uuid().orElse(alone ? "0" : String.valueOf(gpu.minor())));
        // TF32 keeps 11 of 24 bits in a matrix product: right code would fail the tolerances of float32.
        environment.put("NVIDIA_TF32_OVERRIDE", "0");
        // It is written to the home folder, and there is none.
        environment.put("CUDA_CACHE_DISABLE", "1");
        return environment;
    }

    /** Reads what the driver says: a folder by address on the bus for each. */
    private static List<Gpu> described(Path root) {
        List<Gpu> gpus = new ArrayList<>();
        for (Path folder : listed(root.resolve(DRIVER).resolve("gpus"))) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (String line : lines(folder.resolve("information"))) {
                String[] parts = line.split(":", 2);
                if (parts.length == 2) {
                    fields.put(parts[0].strip(), parts[1].strip());
                }
            }
            String minor = fields.getOrDefault("Device Minor", "");
            if (minor.matches("\\d{1,4}")) {
                // Until it has been used, a GPU's uuid may be given as question marks.
                Optional<String> uuid =
                        Optional.ofNullable(fields.get("GPU UUID")).filter(id -> id.matches("GPU-[0-9a-fA-F-]+"));
                gpus.add(new Gpu(Integer.parseInt(minor), fields.getOrDefault("Model", "NVIDIA"), uuid));
            }
        }
        return gpus;
    }

    /** Reads the device files alone, for containers that hide what the driver says. */
    private static List<Gpu> numbered(Path root) {
        return listed(root.resolve("dev")).stream()
                .map(file -> NODE.matcher(file.getFileName().toString()))
                .filter(matcher -> matcher.matches())
                .map(matcher -> Integer.parseInt(matcher.group(1)))
                .sorted()
                .map(minor -> new Gpu(minor, "NVIDIA", Optional.empty()))
                .toList();
    }

    private static List<Gpu> chosen(List<Gpu> all, String visible) {
        List<Gpu> chosen = new ArrayList<>();
        for (String entry : visible.split(",", -1)) {
            Optional<Gpu> meant = Stream.iterate(0, place -> place < all.size(), place -> place + 1)
                    .filter(place -> all.get(place).isMeantBy(entry.strip(), place))
                    .map(all::get)
                    .findFirst();
            // As CUDA does it: an entry that means nothing hides all after it.
            if (meant.isEmpty() || chosen.contains(meant.get())) {
                break;
            }
            chosen.add(meant.get());
        }
        return chosen;
    }

    private static List<Path> listed(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            // Not there, or not for us: the machine has none of it.
            return List.of();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            // As above.
            return List.of();
        }
    }
}
