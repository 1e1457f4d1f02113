package io.mcpgateway.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What of this machine's system a sandbox shows, all of it read-only: programs and libraries, and of {@code /etc} what
 * programs need to start, to trust certificates and, with a network, to resolve names. Immutable but for the file system.
 */
final class SystemView {
    private static final List<String> PROGRAMS = List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

    private static final List<String> ETC = List.of(
            "/etc/ld.so.cache",
            "/etc/ld.so.conf",
            "/etc/ld.so.conf.d",
            "/etc/ld-musl-x86_64.path",
            "/etc/ld-musl-aarch64.path",
            "/etc/alternatives",
            "/etc/localtime",
            "/etc/mime.types",
            "/etc/ssl/certs",
            "/etc/ssl/cert.pem",
            "/etc/ssl/openssl.cnf",
            "/etc/ca-certificates",
            "/etc/pki/tls",
            "/etc/pki/ca-trust",
            "/etc/crypto-policies");

    private static final List<String> NETWORK = List.of(
            "/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/gai.conf", "/etc/protocols", "/etc/services");

    private SystemView() {}

    /**
     * As arguments of {@code bwrap}.
     *
     * @param network whether names can be resolved
     */
    static List<String> arguments(boolean network) {
        List<String> arguments = new ArrayList<>(List.of("--ro-bind", "/usr", "/usr"));
        for (String program : PROGRAMS) {
            shown(Path.of(program), arguments);
        }
        ETC.forEach(file -> readOnly(Path.of(file), arguments));
        if (network) {
            NETWORK.forEach(file -> readOnly(Path.of(file), arguments));
        }
        return arguments;
    }

    /** Most systems have links into {@code /usr} where older ones had directories. */
    private static void shown(Path path, List<String> arguments) {
        try {
            if (Files.isSymbolicLink(path)) {
                arguments.addAll(
                        List.of("--symlink", Files.readSymbolicLink(path).toString(), path.toString()));
            } else if (Files.isDirectory(path)) {
                arguments.addAll(List.of("--ro-bind", path.toString(), path.toString()));
            }
        } catch (IOException gone) {
            // Then it is not shown; a program that needs it says so.
        }
    }

    /** Made here, because those that are made on the way are closed to all but their owner. */
    private static void parents(Path path, List<String> arguments) {
        for (int i = 1; i < path.getNameCount(); i++) {
            String parent = "/" + path.subpath(0, i);
            if (!arguments.contains(parent)) {
                arguments.addAll(List.of("--perms", "0755", "--dir", parent));
            }
        }
    }

    /** The file itself, where a link would lead out of the sandbox. */
    private static void readOnly(Path path, List<String> arguments) {
        try {
            String source = path.toRealPath().toString();
            parents(path, arguments);
            arguments.addAll(List.of("--ro-bind", source, path.toString()));
        } catch (IOException absent) {
            // Not every system has all of them.
        }
    }
}
