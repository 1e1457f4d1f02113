package io.mcpgateway.cli.control;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The gateways that run in a home, found by their sockets. Used by one thread; sockets of dead gateways are removed. */
public final class RunningGateways {
    private final Path home;
    private final SocketPlace place;
    private final Map<GatewayCard, ControlClient> alive = new LinkedHashMap<>();
    private final List<String> silent = new ArrayList<>();

    private RunningGateways(Path home) {
        this.home = home;
        this.place = SocketPlace.of(home);
    }

    /** Asks each gateway of the home who it is. */
    public static RunningGateways of(Session session) {
        RunningGateways all = new RunningGateways(session.home());
        all.look();
        return all;
    }

    private void look() {
        List<SocketPlace.Found> sockets;
        try {
            sockets = place.sockets();
        } catch (IOException e) {
            throw new GatewayException(
                    ErrorCode.INTERNAL, place.directory() + ": cannot be read: " + SafeFiles.reason(e), e);
        }
        for (SocketPlace.Found socket : sockets) {
            ControlClient client = new ControlClient(place, socket);
            try {
                alive.put(client.ask(ControlRequest.of(ControlRequest.Ask.GATEWAY), item -> true), client);
            } catch (ConnectException e) {
                forget(socket);
            } catch (IOException | GatewayException e) {
                silent.add("Gateway " + socket.id() + " is left out: " + e.getMessage());
            }
        }
    }

    private void forget(SocketPlace.Found socket) {
        if (!place.isOurs(socket)) {
            return;
        }
        try {
            place.remove(socket);
        } catch (IOException e) {
            silent.add("The socket of gateway " + socket.id() + ", which is dead, cannot be removed: "
                    + SafeFiles.reason(e));
        }
    }

    /** The ids of all, with what they are. */
    public Map<String, String> ids() {
        Map<String, String> ids = new LinkedHashMap<>();
        alive.keySet().forEach(card -> ids.put(card.id(), card.transport() + ", process " + card.pid()));
        return ids;
    }

    /** The servers of all. */
    public Map<String, String> servers() {
        Map<String, String> names = new LinkedHashMap<>();
        alive.keySet().forEach(card -> card.servers().forEach(name -> names.put(name, "")));
        return names;
    }

    /** What is to be told of gateways that do not answer. */
    List<String> silent() {
        return silent;
    }

    /** A gateway that runs. */
    record Running(GatewayCard card, ControlClient client) {}

    /**
     * All of them, or the one that is named.
     *
     * @throws GatewayException if there is none, or none of that name
     */
    List<Running> pick(String id) {
        if (alive.isEmpty()) {
            throw new NoGatewayException("No gateway runs in " + home
                    + "; 'mcp-gateway gateway run' starts one, and --home names another home");
        }
        List<Running> picked = alive.entrySet().stream()
                .filter(each -> id.isEmpty() || each.getKey().id().equals(id))
                .map(each -> new Running(each.getKey(), each.getValue()))
                .toList();
        if (picked.isEmpty()) {
            throw new NoGatewayException(
                    "No gateway '" + id + "' runs" + Suggestions.didYouMeanOneOf(id, ids().keySet()));
        }
        return picked;
    }

    /**
     * The one gateway in which a server is enabled.
     *
     * @throws GatewayException if there is none, or there are several
     */
    Running of(String server, String id) {
        List<Running> all = pick(id);
        List<Running> having = all.stream()
                .filter(each -> each.card().servers().contains(server))
                .toList();
        if (having.isEmpty()) {
            TreeSet<String> known = new TreeSet<>();
            all.forEach(each -> known.addAll(each.card().servers()));
            throw new GatewayException(
                    ErrorCode.NOT_FOUND,
                    "No server '" + server + "' is enabled in a gateway that runs"
                            + Suggestions.didYouMean(server, known));
        }
        if (having.size() > 1) {
            throw new GatewayException(
                    ErrorCode.CONFIGURATION,
                    "Server '" + server + "' is enabled in several gateways; say which with --gateway: "
                            + having.stream()
                                    .map(each -> each.card().id() + " ("
                                            + each.card().transport() + ", process "
                                            + each.card().pid() + ")")
                                    .collect(Collectors.joining(", ")));
        }
        return having.get(0);
    }

    /** There is no gateway to ask. Its exit status is 1. */
    static final class NoGatewayException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoGatewayException(String message) {
            super(message);
        }
    }
}
