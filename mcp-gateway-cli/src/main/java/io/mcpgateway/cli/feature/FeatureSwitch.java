package io.mcpgateway.cli.feature;

import com.fasterxml.jackson.databind.node.TextNode;
import io.mcpgateway.cli.assembly.DockerSettings;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.edit.JsoncEditor;
import io.mcpgateway.cli.state.ChangeOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code feature enable} and {@code feature disable}. */
@Command
public final class FeatureSwitch implements Callable<Integer> {
    private final Session session;
    private final boolean on;

    @Parameters(arity = "1", paramLabel = "FEATURE", description = "A feature; 'feature ls' shows them")
    private String name = "";

    @Mixin
    private final ChangeOptions options;

    private FeatureSwitch(Session session, boolean on) {
        this.session = session;
        this.options = new ChangeOptions(session);
        this.on = on;
    }

    /** The command that switches one on. */
    public static FeatureSwitch enable(Session session) {
        return new FeatureSwitch(session, true);
    }

    /** The command that switches one off. */
    public static FeatureSwitch disable(Session session) {
        return new FeatureSwitch(session, false);
    }

    /** The features that there are. */
    public static List<String> names() {
        return Feature.names();
    }

    @Override
    public Integer call() {
        Feature feature = Feature.named(name);
        Path file = DockerSettings.file(session.console().environment());
        String state = on ? "enabled" : "disabled";
        boolean done = options.change(
                "feature " + (on ? "enable " : "disable ") + name,
                change -> change.write(
                        file,
                        new JsoncEditor(file.toString())
                                .set(change.text(file), List.of("features", feature.text()), TextNode.valueOf(state))));
        if (done) {
            session.console().out().println("Feature '" + name + "' " + state + " successfully.");
            session.console().err().println(feature.summary());
        }
        return 0;
    }
}
