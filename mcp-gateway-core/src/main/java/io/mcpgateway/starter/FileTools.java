package io.mcpgateway.starter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.jvm.JavaTool;
import io.mcpgateway.jvm.ToolArguments;
import io.mcpgateway.jvm.ToolException;
import io.mcpgateway.jvm.ToolResult;
import io.mcpgateway.starter.Roots.Place;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/** The tools of the server {@code files}. Thread-safe. */
final class FileTools {
    private static final int MOST_LISTED = 2_000;
    private static final String READS = "{\"readOnlyHint\":true,\"openWorldHint\":false}";
    private static final String WRITES =
            "{\"readOnlyHint\":false,\"destructiveHint\":true,\"idempotentHint\":true,\"openWorldHint\":false}";
    private static final String EDITS =
            "{\"readOnlyHint\":false,\"destructiveHint\":true,\"idempotentHint\":false,\"openWorldHint\":false}";
    private static final String PATH = "\"path\":{\"type\":\"string\"}";
    private static final String ENTRY = """
            {"type":"object","properties":{"name":{"type":"string"},
            "type":{"type":"string","enum":["file","directory","symlink","other"]},
            "size":{"type":"integer"},"modified":{"type":"string"}},"required":["name","type","size","modified"]}""";

    private final Roots roots;
    private final boolean readOnly;
    /** An edit reads and writes; two at once would lose one. Held across file access of this server alone. */
    private final ReentrantLock writing = new ReentrantLock();

    FileTools(Roots roots, boolean readOnly) {
        this.roots = roots;
        this.readOnly = readOnly;
    }

    List<JavaTool> all() {
        List<JavaTool> tools = new ArrayList<>(List.of(directories(), read(), list(), search(), info()));
        if (!readOnly) {
            tools.add(write());
            tools.add(edit());
        }
        return List.copyOf(tools);
    }

    private static String object(String properties, String required) {
        return "{\"type\":\"object\",\"properties\":{" + properties + "},\"required\":[" + required + "]}";
    }

    private JavaTool directories() {
        return JavaTool.builder("list_allowed_directories")
                .title("Allowed directories")
                .description("Lists the directories that the other tools may touch.")
                .outputSchema(object(
                        "\"directories\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}", "\"directories\""))
                .annotations(READS)
                .build(arguments -> {
                    ObjectNode result = Trees.object();
                    roots.list().forEach(result.putArray("directories")::add);
                    return Trees.result(result);
                });
    }

    private JavaTool read() {
        return JavaTool.builder("read_text_file")
                .title("Read a text file")
                .description("Reads a UTF-8 text file, whole or some lines of it.")
                .inputSchema(object(
                        PATH
                                + ",\"head\":{\"type\":\"integer\",\"minimum\":1,\"description\":\"Only the first lines\"},"
                                + "\"tail\":{\"type\":\"integer\",\"minimum\":1,\"description\":\"Only the last lines\"}",
                        "\"path\""))
                .annotations(READS)
                .build(this::read);
    }

    private ToolResult read(ToolArguments arguments) {
        OptionalLong head = arguments.optionalInteger("head");
        OptionalLong tail = arguments.optionalInteger("tail");
        if (head.isPresent() && tail.isPresent()) {
            throw new ToolException("Give 'head' or 'tail', not both");
        }
        if (head.orElse(1) < 1 || tail.orElse(1) < 1) {
            throw new ToolException("'head' and 'tail' must be at least 1");
        }
        String text = TextFile.read(roots.existing(arguments.string("path")));
        if (head.isPresent()) {
            return ToolResult.text(head(text, head.getAsLong()));
        }
        return ToolResult.text(tail.isPresent() ? tail(text, tail.getAsLong()) : text);
    }

    private static String head(String text, long lines) {
        int end = -1;
        for (long i = 0; i < lines; i++) {
            end = text.indexOf('\n', end + 1);
            if (end < 0) {
                return text;
            }
        }
        return text.substring(0, end + 1);
    }

    private static String tail(String text, long lines) {
        int start = text.endsWith("\n") ? text.length() - 1 : text.length();
        for (long i = 0; i < lines; i++) {
            start = text.lastIndexOf('\n', start - 1);
            if (start < 0) {
                return text;
            }
        }
        return text.substring(start + 1);
    }

    private JavaTool list() {
        return JavaTool.builder("list_directory")
                .title("List a directory")
                .description("Lists what a directory holds, with type, size and time of change.")
                .inputSchema(object(PATH, "\"path\""))
                .outputSchema(object(
                        "\"entries\":{\"type\":\"array\",\"items\":" + ENTRY + "},\"complete\":{\"type\":\"boolean\"}",
                        "\"entries\",\"complete\""))
                .annotations(READS)
                .build(arguments ->
                        Trees.result(roots.existing(arguments.string("path")).inside(FileTools::entries)));
    }

    private static ObjectNode entries(SecureDirectoryStream<Path> directory) throws java.io.IOException {
        List<ObjectNode> entries = new ArrayList<>();
        boolean complete = true;
        for (Path entry : directory) {
            if (entries.size() == MOST_LISTED) {
                complete = false;
                break;
            }
            Path name = entry.getFileName();
            try {
                entries.add(described(name.toString(), TextFile.attributes(directory, name)));
            } catch (NoSuchFileException gone) {
                // Between the listing and the look at it: it is not there any more, and so not in the list.
            }
        }
        entries.sort(Comparator.comparing(entry -> entry.path("name").asText()));
        ObjectNode result = Trees.object();
        ArrayNode array = result.putArray("entries");
        entries.forEach(array::add);
        return result.put("complete", complete);
    }

    private static ObjectNode described(String name, BasicFileAttributes attributes) {
        return Trees.object()
                .put("name", name)
                .put("type", type(attributes))
                .put("size", attributes.size())
                .put("modified", attributes.lastModifiedTime().toString());
    }

    private static String type(BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return "file";
        }
        if (attributes.isDirectory()) {
            return "directory";
        }
        return attributes.isSymbolicLink() ? "symlink" : "other";
    }

    private JavaTool search() {
        return JavaTool.builder("search_files")
                .title("Search files")
                .description("Finds files and directories by name pattern, down the whole tree, and optionally only"
                        + " text files that contain a text.")
                .inputSchema(object(
                        PATH + ",\"pattern\":{\"type\":\"string\",\"description\":\"Such as *.md, or src/**/*.java\"},"
                                + "\"containing\":{\"type\":\"string\",\"description\":\"Text that the file holds\"}",
                        "\"path\",\"pattern\""))
                .outputSchema("""
                        {"type":"object","properties":{"matches":{"type":"array","items":{"type":"object",
                        "properties":{"path":{"type":"string"},"line":{"type":"integer"},"text":{"type":"string"}},
                        "required":["path"]}},"complete":{"type":"boolean"}},"required":["matches","complete"]}""")
                .annotations(READS)
                .build(arguments -> Trees.result(new FileSearch(
                                roots.existing(arguments.string("path")),
                                Glob.parse(arguments.string("pattern")),
                                arguments.optionalString("containing").filter(text -> !text.isEmpty()))
                        .run()));
    }

    private JavaTool info() {
        return JavaTool.builder("get_file_info")
                .title("File information")
                .description("Tells type, size and time of change of a file or directory.")
                .inputSchema(object(PATH, "\"path\""))
                .outputSchema(ENTRY)
                .annotations(READS)
                .build(arguments -> {
                    Place place = roots.existing(arguments.string("path"));
                    String shown = place.path().toString();
                    if (place.isRoot()) {
                        return Trees.result(
                                described(shown, Files.readAttributes(place.root(), BasicFileAttributes.class)));
                    }
                    return Trees.result(place.inParent(
                            directory -> described(shown, TextFile.attributes(directory, place.name()))));
                });
    }

    private JavaTool write() {
        return JavaTool.builder("write_file")
                .title("Write a file")
                .description("Writes a UTF-8 text file, in place of an earlier one. The directory must exist.")
                .inputSchema(object(PATH + ",\"content\":{\"type\":\"string\"}", "\"path\",\"content\""))
                .annotations(WRITES)
                .build(arguments -> {
                    Place place = roots.writable(arguments.string("path"));
                    String content = arguments.string("content");
                    locked(() -> TextFile.write(place, content));
                    return ToolResult.text("Wrote " + place.path());
                });
    }

    private JavaTool edit() {
        return JavaTool.builder("edit_file")
                .title("Edit a file")
                .description("Replaces pieces of a text file. Each old text must occur exactly once; all edits are made"
                        + " or none.")
                .inputSchema(object(PATH + """
                                        ,"edits":{"type":"array","items":{"type":"object","properties":{
                                        "oldText":{"type":"string"},"newText":{"type":"string"}},
                                        "required":["oldText","newText"]}}""", "\"path\",\"edits\""))
                .annotations(EDITS)
                .build(arguments -> {
                    Place place = roots.existing(arguments.string("path"));
                    List<ToolArguments> edits = arguments.objects("edits");
                    locked(() -> TextFile.write(place, edited(TextFile.read(place), edits)));
                    return ToolResult.text("Made " + edits.size() + " edits in " + place.path());
                });
    }

    private static String edited(String text, List<ToolArguments> edits) {
        String edited = text;
        for (int i = 0; i < edits.size(); i++) {
            String old = edits.get(i).string("oldText");
            int at = old.isEmpty() ? -1 : edited.indexOf(old);
            if (at < 0 || edited.indexOf(old, at + 1) >= 0) {
                throw new ToolException("The old text of edit " + (i + 1) + " occurs "
                        + (at < 0 ? "nowhere" : "more than once") + " in the file; nothing was changed");
            }
            edited = edited.substring(0, at) + edits.get(i).string("newText") + edited.substring(at + old.length());
            if (edited.length() > TextFile.LARGEST) {
                throw new ToolException("The file would grow beyond " + TextFile.LARGEST + " bytes");
            }
        }
        return edited;
    }

    private void locked(Runnable action) {
        writing.lock();
        try {
            action.run();
        } finally {
            writing.unlock();
        }
    }
}
