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

    private static void write(ZipFile zip, String name, Path folder) throws IOException {
        try (InputStream in = zip.getInputStream(entry(zip, name))) {
            Files.copy(in, folder.resolve(name.substring(name.lastIndexOf('/') + 1)));
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
