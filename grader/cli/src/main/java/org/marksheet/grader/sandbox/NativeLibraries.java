package org.marksheet.grader.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Unpacks libtorch and DJL's library once, into one folder that DJL loads them from as they lie. */
final class NativeLibraries {
    static final String TORCH_PROPERTIES = "native/lib/pytorch.properties";
    static final String BINDING_PROPERTIES = "jnilib/pytorch.properties";

    private NativeLibraries() {}

    /** Writes the libraries of the jars into a folder. */
    static void unpack(WorkerJars jars, Path folder) throws IOException {
        try (ZipFile torch = new ZipFile(jars.torch().toFile()); ZipFile binding = new ZipFile(jars.binding().toFile())) {
            Properties properties = new Properties();
            try (InputStream in = torch.getInputStream(entry(torch, TORCH_PROPERTIES))) {
                properties.load(in);
            }
            String flavor = properties.getProperty("flavor");
            String platform = properties.getProperty("classifier");
            for (String library : properties.getProperty("libraries").split(",")) {
                write(torch, "pytorch/" + flavor + "/" + platform + "/" + library, folder);
            }
            String library = System.mapLibraryName("djl_torch");
            write(binding, "jnilib/" + platform + "/" + flavor + "/" + library, folder);
        }
    }

    /** Returns of which libtorch, and of which DJL, the library in the jar is: {@code 2.7.1-0.35.1}. */
    static String bindingVersion(WorkerJars jars) throws IOException {
        try (ZipFile binding = new ZipFile(jars.binding().toFile());
                InputStream in = binding.getInputStream(entry(binding, BINDING_PROPERTIES))) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("jni_version");
        }
    }

    /**
     * Writes DJL's library alone, where DJL looks for it when libtorch lies in another folder.
     *
     * @param jars the binding comes from here
     * @param flavor of libtorch: {@code cu128}
     * @param folder DJL's cache
     */
    static void unpackBinding(WorkerJars jars, String flavor, Path folder) throws IOException {
        String[] versions = bindingVersion(jars).split("-", 2);
        String platform = "linux-x86_64";
        String library = System.mapLibraryName("djl_torch");
        Path place = folder.resolve("pytorch").resolve(String.join("-", versions[0], flavor, platform));
        Files.createDirectories(place);
        try (ZipFile binding = new ZipFile(jars.binding().toFile())) {
            copy(binding, "jnilib/" + platform + "/" + flavor + "/" + library, place.resolve(versions[1] + "-" + library));
        }
    }

    private static void write(ZipFile zip, String name, Path folder) throws IOException {
        copy(zip, name, folder.resolve(name.substring(name.lastIndexOf('/') + 1)));
    }

    private static void copy(ZipFile zip, String name, Path file) throws IOException {
        try (InputStream in = zip.getInputStream(entry(zip, name))) {
            Files.copy(in, file);
        }
    }

    private static ZipEntry entry(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException(zip.getName() + " has no entry " + name
                    + ". Its version does not go with the other jars of DJL, or it is for another machine.");
        }
        return entry;
    }
}
