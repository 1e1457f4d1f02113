package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.edit.JsoncEditor;
import io.mcpgateway.files.YamlReader;

/**
 * A server of the community registry as a catalog has it.
 *
 * @param name its name in catalogs
 * @param entry its entry, without the name
 */
public record CommunityServer(String name, ObjectNode entry) {
    /**
     * Reads a server document.
     *
     * @param source where it comes from, for messages
     * @throws io.mcpgateway.model.ConfigException if it is none, or has nothing that can be run or reached
     */
    public static CommunityServer of(String source, byte[] document) {
        ObjectNode entry = ServerImport.entry(
                ServerDocument.of(source, new JsoncEditor(source).read(YamlReader.decode(source, document))));
        String name = entry.remove("name").asText();
        return new CommunityServer(name, entry);
    }
}
