package io.mcpgateway.cli.control;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What the commands have in common that ask a gateway which runs. */
abstract class ControlCommand implements Callable<Integer> {
    /** How a command ends that found no gateway. */
    static final int NO_GATEWAY = 1;

    private final Session session;

    @Option(names = "--gateway", paramLabel = "ID", description = "The gateway that is asked, where several run (all)")
    private String gateway = "";

    ControlCommand(Session session) {
        this.session = requireNonNull(session, "session");
    }

    @Override
    public final Integer call() {
        RunningGateways running = RunningGateways.of(session);
        running.silent().forEach(line -> session.console().err().println("! " + Table.plain(line)));
        try {
            return run(running, gateway);
        } catch (RunningGateways.NoGatewayException e) {
            session.console().err().println(Table.lines(String.valueOf(e.getMessage())));
            return NO_GATEWAY;
        }
    }

    /**
     * Does it.
     *
     * @param id the gateway that is named; empty if none is
     * @return the exit status
     */
    abstract int run(RunningGateways running, String id);

    Session session() {
        return session;
    }

    /** A gateway and what it answered. */
    record Answer(GatewayCard card, List<JsonNode> items) {}

    /** Asks one gateway; what it cannot answer is an error. */
    static Answer ask(RunningGateways.Running running, ControlRequest request) {
        List<JsonNode> items = new ArrayList<>();
        return new Answer(ask(running, request, items::add), items);
    }

    static GatewayCard ask(RunningGateways.Running running, ControlRequest request, ControlClient.Items items) {
        try {
            return running.client().ask(request, items);
        } catch (IOException e) {
            throw gone(running, e);
        }
    }

    static GatewayException gone(RunningGateways.Running running, IOException e) {
        return new GatewayException(
                ErrorCode.INTERNAL, "Gateway " + running.card().id() + " gave no answer: " + e.getMessage(), e);
    }
}
