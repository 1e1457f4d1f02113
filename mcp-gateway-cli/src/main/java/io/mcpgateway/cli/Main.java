package io.mcpgateway.cli;

import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;

/** Where the program starts. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the process with its status. */
    public static void main(String[] args) {
        // Before anything else: whoever prints without being asked, prints to standard error, and nobody reads the
        // protocol.
        InputStream in = System.in;
        System.setIn(InputStream.nullInputStream());
        System.setOut(System.err);
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        // No option is of these types, and picocli would load them at each start.
        System.setProperty("picocli.converters.excludes", "java.time.*,java.sql.*");
        Console console = new Console(
                in, new FileOutputStream(FileDescriptor.out), System.err, System.getenv(), Terminal.ofLauncher());
        System.exit(new CommandTree(new Session(console)).execute(args));
    }
}
