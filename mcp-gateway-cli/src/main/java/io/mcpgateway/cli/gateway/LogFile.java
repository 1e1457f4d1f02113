package io.mcpgateway.cli.gateway;

import io.mcpgateway.cli.console.Console;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that gets what is written to standard error, behind what it holds already. */
final class LogFile implements AutoCloseable {
    private final Path path;
    private final OutputStream file;
    private final Runnable end;

    private LogFile(Path path, OutputStream file, Runnable end) {
        this.path = path;
        this.file = file;
        this.end = end;
    }

    /**
     * Starts to copy.
     *
     * @throws GatewayException if the file cannot be written
     */
    static LogFile of(Path path, Console console) {
        try {
            create(path);
            OutputStream file = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return new LogFile(path, file, console.copyErr(file));
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    /** What servers write may hold what is nobody else's business; a file that is there keeps its permissions. */
    private static void create(Path path) throws IOException {
        try {
            Files.createFile(path, TokenFile.ownerOnly());
        } catch (FileAlreadyExistsException e) {
            // Then it is appended to.
        }
    }

    @Override
    public void close() {
        end.run();
        try {
            file.close();
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    private static GatewayException failure(Path path, IOException e) {
        return new GatewayException(
                ErrorCode.CONFIGURATION, "--log " + path + ": cannot be written: " + SafeFiles.reason(e), e);
    }
}
