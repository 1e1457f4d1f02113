package io.mcpgateway.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The project's modules as they lie on the class path: their descriptors, and which class belongs to which. */
final class Modules {
    private static final String PREFIX = "io.mcpgateway.";

    /** Module name by the place of its classes, a URI that ends in a slash. */
    private final Map<String, String> nameByLocation;

    private final Map<String, ModuleDescriptor> byName;

    private Modules(Map<String, String> nameByLocation, Map<String, ModuleDescriptor> byName) {
        this.nameByLocation = nameByLocation;
        this.byName = byName;
    }

    /** Reads every module descriptor of the project that the class path offers. */
    static Modules onClassPath() {
        Map<String, String> locations = new TreeMap<>();
        Map<String, ModuleDescriptor> descriptors = new TreeMap<>();
        try {
            for (URL url : Collections.list(Modules.class.getClassLoader().getResources("module-info.class"))) {
                try (InputStream in = url.openStream()) {
                    ModuleDescriptor descriptor = ModuleDescriptor.read(in);
                    if (descriptor.name().startsWith(PREFIX)) {
                        String text = normal(url.toString());
                        locations.put(
                                text.substring(0, text.length() - "module-info.class".length()), descriptor.name());
                        descriptors.put(descriptor.name(), descriptor);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the module descriptors of the class path", e);
        }
        return new Modules(locations, descriptors);
    }

    /** The names of the modules found. */
    Set<String> names() {
        return byName.keySet();
    }

    /** The module of a class; {@code unnamed} for one that lies in none of the project's modules. */
    String moduleOf(JavaClass type) {
        String source =
                type.getSource().map(found -> normal(found.getUri().toString())).orElse("");
        return nameByLocation.entrySet().stream()
                .filter(entry -> source.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("unnamed");
    }

    /** The packages that everybody may use. */
    Set<String> exportedToAll() {
        return packages(export -> !export.isQualified());
    }

    /** The packages that at least a friend may use. */
    Set<String> exported() {
        return packages(export -> true);
    }

    /** A file URI has one slash or three, depending on who made it. */
    private static String normal(String uri) {
        return uri.replace("file:///", "file:/");
    }

    private Set<String> packages(Predicate<ModuleDescriptor.Exports> which) {
        List<ModuleDescriptor.Exports> all = new ArrayList<>();
        byName.values().forEach(descriptor -> all.addAll(descriptor.exports()));
        return all.stream().filter(which).map(ModuleDescriptor.Exports::source).collect(Collectors.toUnmodifiableSet());
    }
}
