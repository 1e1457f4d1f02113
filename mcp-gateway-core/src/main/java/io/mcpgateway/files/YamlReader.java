package io.mcpgateway.files;

import io.mcpgateway.model.ConfigException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads one YAML 1.2 document, of which JSON is a part, from bytes that may be hostile. Built on the parser's events and
 * not on its trees, because those recurse without a limit and do not mind duplicate keys.
 */
public final class YamlReader {
    /** The largest file that is read. */
    public static final int MAX_BYTES = 16 << 20;

    private YamlReader() {}

    /**
     * Reads a document.
     *
     * @param source what it is called in messages: a path or URL
     * @param utf8 its bytes
     * @return its value; empty if there is none
     * @throws ConfigException if it is no YAML, has a key twice, more than one document, or is too large or too deep; the
     *     message starts with {@code source:line:column}
     */
    public static Optional<YamlNode> read(String source, byte[] utf8) {
        if (utf8.length > MAX_BYTES) {
            throw new ConfigException(source + ": larger than " + MAX_BYTES + " bytes");
        }
        return read(source, decode(source, utf8));
    }

    /** Like {@link #read(String, byte[])}, for text that {@link #decode} has returned. */
    public static Optional<YamlNode> read(String source, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source)
                .setCodePointLimit(MAX_BYTES)
                // The scanner looks ahead over whole runs and copies its buffer to do so: with a small one a long run
                // of
                // blanks takes time in its square.
                .setBufferSize(Math.max(1024, text.length() + 1))
                .setParseComments(false)
                .build();
        try {
            return new YamlComposer(source, text, new ParserImpl(settings, new StreamReader(settings, text))).compose();
        } catch (MarkedYamlEngineException e) {
            throw marked(source, e);
        } catch (ReaderException e) {
            throw new ConfigException(source + ": character " + e.getPosition() + " is not allowed in YAML", e);
        } catch (YamlEngineException e) {
            throw new ConfigException(source + ": " + e.getMessage(), e);
        }
    }

    /** Decodes UTF-8 strictly; a byte-order mark is dropped. */
    public static String decode(String source, byte[] utf8) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ConfigException(source + ": not UTF-8", e);
        }
    }

    private static ConfigException marked(String source, MarkedYamlEngineException e) {
        Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
        String where = mark.map(m -> source + ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1))
                .orElse(source);
        String context = e.getContext() == null || e.getContext().isEmpty() ? "" : e.getContext() + ": ";
        return new ConfigException(where + ": " + context + e.getProblem(), e);
    }
}
