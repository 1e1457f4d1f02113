package io.mcpgateway.upstream;

import io.mcpgateway.headers.ToolHeaders;
import io.mcpgateway.json.Elements;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Learns what a server offers: all pages of all lists. Stateless. */
public final class Lister {
    private static final int MOST_ITEMS = 20_000;
    private static final int MOST_PAGES = 500;
    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_PROBLEMS = 100;
    private static final int SHOWN = 120;
    private static final int LONGEST_KEY = 4096;
    /** Each template is compared with each URI that is not listed itself, so that their number is a price. */
    private static final int MOST_TEMPLATES = 1000;

    private static final int MOST_EXPRESSIONS = 50;
    private static final JsonText NONE = JsonText.of("");

    private static final int METHOD_NOT_FOUND = -32601;
    private static final Members.Index SCHEMA = Members.Index.of(0, "type");
    private static final Members.Index ERROR = Members.Index.of(0, "code", "message");

    /** The four lists, and what a usable item of each looks like. */
    private enum Kind {
        TOOLS("tools/list", "tools", "name"),
        PROMPTS("prompts/list", "prompts", "name"),
        RESOURCES("resources/list", "resources", "uri"),
        TEMPLATES("resources/templates/list", "resourceTemplates", "uriTemplate");

        private static final int LIST = 0;
        private static final int NEXT_CURSOR = 1;

        private final String method;
        private final Members.Index page;
        private final Members.Index item;
        private final String label;

        Kind(String method, String member, String key) {
            this.method = method;
            this.label = member;
            this.page = Members.Index.of(0, member, "nextCursor", "resultType", "ttlMs", "cacheScope");
            this.item = Members.Index.guarded(key, "inputSchema");
        }
    }

    private Lister() {}

    /** Lists a server through a workload of its own or the shared one. */
    public static CompletionStage<Offer> list(Pool pool, ServerDefinition server, CapabilityProfile profile) {
        return pool.leaseForListing(server, profile)
                .thenCompose(lease -> lease.upstream()
                        .listening()
                        .heardOfLists()
                        .thenCompose(heard -> list(lease.upstream()))
                        .whenComplete((offer, failure) -> lease.release()));
    }

    /** Lists a server that is connected. */
    public static CompletionStage<Offer> list(Upstream upstream) {
        ServerHello hello = upstream.hello();
        if (hello == null) {
            return CompletableFuture.failedFuture(new GatewayException(
                    ErrorCode.INTERNAL, "Server '" + upstream.server() + "' has not shaken hands"));
        }
        Asides asides = new Asides(new ArrayList<>(), new HashMap<>());
        return pages(upstream, hello.tools(), Kind.TOOLS, asides)
                .thenCompose(tools -> pages(upstream, hello.prompts(), Kind.PROMPTS, asides)
                        .thenCompose(prompts -> pages(upstream, hello.resources(), Kind.RESOURCES, asides)
                                .thenCompose(resources -> pages(upstream, hello.resources(), Kind.TEMPLATES, asides)
                                        .thenApply(templates -> new Offer(
                                                tools,
                                                prompts,
                                                resources,
                                                templates,
                                                hello.features(),
                                                Guidance.of(hello.instructions()),
                                                asides.beside,
                                                asides.problems)))));
    }

    /** What one listing gathers by the way. One list is walked after the other, so that it has one owner at a time. */
    private record Asides(List<Problem> problems, Map<String, Beside> beside) {}

    private static CompletionStage<List<Offer.Item>> pages(
            Upstream upstream, boolean offered, Kind kind, Asides asides) {
        if (!offered) {
            return CompletableFuture.completedFuture(List.of());
        }
        return new Walk(upstream, kind, asides).next(null);
    }

    /** Walks over the pages of one list; each page is asked for when the one before has come. */
    private static final class Walk {
        private final Upstream upstream;
        private final Kind kind;
        private final List<Problem> problems;
        private final Map<String, Beside> besides;
        private final List<Offer.Item> items = new ArrayList<>();
        private final Set<String> cursors = new HashSet<>();
        private final AtomicInteger asks = new AtomicInteger();
        private volatile @Nullable String wanted;
        private int seen;
        private long bytes;
        private final CompletableFuture<List<Offer.Item>> done = new CompletableFuture<>();

        Walk(Upstream upstream, Kind kind, Asides asides) {
            this.upstream = upstream;
            this.kind = kind;
            this.problems = asides.problems;
            this.besides = asides.beside;
        }

        /** Asks for a page. A server in this JVM may answer before the call returns: that makes a loop, not a deeper stack. */
        CompletionStage<List<Offer.Item>> next(@Nullable String cursor) {
            wanted = cursor;
            if (asks.getAndIncrement() == 0) {
                do {
                    ask(wanted);
                } while (asks.decrementAndGet() > 0);
            }
            return done;
        }

        private void ask(@Nullable String cursor) {
            JsonText params = cursor == null
                    ? JsonText.emptyObject()
                    : JsonText.of("{\"cursor\":" + Messages.quote(cursor) + "}");
            upstream.call(new UpstreamCall(kind.method, params, NONE) {
                @Override
                protected void answered(Envelope response) {
                    try {
                        page(response);
                    } catch (MalformedMessageException e) {
                        spoilt(unusable(e.getMessage()));
                    }
                }

                @Override
                protected void failed(GatewayException cause) {
                    done.completeExceptionally(cause);
                }
            });
        }

        private GatewayException unusable(String why) {
            return new GatewayException(
                    ErrorCode.SERVER_UNAVAILABLE,
                    "Server '" + upstream.server() + "' answered " + kind.method + " with something else: " + why);
        }

        private void page(Envelope response) throws MalformedMessageException {
            JsonText result = response.result();
            if (result == null) {
                refused(response.error());
                return;
            }
            Members members = Members.of(result, kind.page);
            JsonText list = members.get(Kind.LIST);
            if (list != null) {
                for (JsonText definition : Elements.of(list, MOST_ITEMS)) {
                    accept(definition);
                    seen++;
                }
            }
            bytes += response.text().length();
            Beside before = besides.getOrDefault(kind.label, Beside.NOTHING);
            Beside now = before.and(Beside.of(result, kind.page));
            besides.put(kind.label, now);
            if (now.isFull() && !before.isFull()) {
                problems.add(new Problem(
                        upstream.server(),
                        kind.method + " has too many members beside its entries; some are left out"));
            }
            String cursor = members.string(Kind.NEXT_CURSOR);
            if (cursor == null) {
                done.complete(items);
                return;
            }
            if (isTooMuch() || !cursors.add(cursor)) {
                problems.add(new Problem(
                        upstream.server(),
                        kind.method + " does not end; what came so far (" + items.size() + ") is used"));
                done.complete(items);
                return;
            }
            next(cursor);
        }

        private boolean isTooMuch() {
            return seen > MOST_ITEMS || bytes > MOST_BYTES || cursors.size() >= MOST_PAGES;
        }

        /** Many servers declare resources but know no templates. */
        private void refused(@Nullable JsonText error) throws MalformedMessageException {
            JsonText given = error == null ? JsonText.emptyObject() : error;
            JsonText code = Members.of(given, ERROR).get(0);
            if (code != null && code.toString().equals(Integer.toString(METHOD_NOT_FOUND))) {
                done.complete(items);
                return;
            }
            spoilt(unusable(given.toString()));
        }

        /** A list that is damaged is left out with a word; without its tools a server is not worth listing. */
        private void spoilt(GatewayException cause) {
            if (kind == Kind.TOOLS) {
                done.completeExceptionally(cause);
                return;
            }
            problems.add(new Problem(upstream.server(), String.valueOf(cause.getMessage())));
            done.complete(items);
        }

        private void accept(JsonText definition) {
            String why;
            try {
                Members members = Members.of(definition, kind.item);
                String key = members.string(0);
                why = fault(key, members);
                if (why.isEmpty() && key != null) {
                    JsonText keyText = members.get(0);
                    items.add(new Offer.Item(key, keyText == null ? JsonText.of("") : keyText, definition));
                    return;
                }
            } catch (MalformedMessageException e) {
                why = e.getMessage();
            }
            leftOut(definition, why);
        }

        private void leftOut(JsonText definition, String why) {
            if (problems.size() > MOST_PROBLEMS) {
                return;
            }
            if (problems.size() == MOST_PROBLEMS) {
                problems.add(new Problem(upstream.server(), "And more was left out"));
                return;
            }
            boolean whole = definition.length() <= SHOWN;
            String shown = JsonText.of(definition.array(), definition.offset(), whole ? definition.length() : SHOWN)
                    .toString();
            problems.add(new Problem(
                    upstream.server(),
                    "Left out of its " + kind.label + ": " + why + ": " + shown + (whole ? "" : "…")));
        }

        private String fault(@Nullable String key, Members members) {
            if (key == null || key.isBlank()) {
                return "no " + (kind == Kind.TOOLS || kind == Kind.PROMPTS ? "name" : "URI");
            }
            if (key.length() > LONGEST_KEY) {
                return "its name or URI is longer than " + LONGEST_KEY;
            }
            return switch (kind) {
                case TOOLS -> toolFault(members);
                case PROMPTS -> "";
                case RESOURCES -> uriFault(key);
                case TEMPLATES -> items.size() < MOST_TEMPLATES ? templateFault(key) : "too many templates";
            };
        }

        private String toolFault(Members members) {
            String fault = schemaFault(members.get(1));
            return fault.isEmpty() && upstream.mirrorsArguments()
                    ? ToolHeaders.parse(members.text()).fault().orElse("")
                    : fault;
        }

        /** All revisions require the type "object"; official clients refuse the whole list over one tool without it. */
        private static String schemaFault(@org.jspecify.annotations.Nullable JsonText schema) {
            try {
                return schema != null
                                && "object".equals(Members.of(schema, SCHEMA).string(0))
                        ? ""
                        : "no object schema";
            } catch (MalformedMessageException e) {
                return "no object schema";
            }
        }

        private static String uriFault(String uri) {
            try {
                return new URI(uri).isAbsolute() ? "" : "its URI has no scheme";
            } catch (URISyntaxException e) {
                return "bad URI";
            }
        }

        private static String templateFault(String template) {
            int depth = 0;
            int expressions = 0;
            for (int i = 0; i < template.length(); i++) {
                char c = template.charAt(i);
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
                expressions += c == '{' ? 1 : 0;
                if (depth < 0 || depth > 1 || expressions > MOST_EXPRESSIONS) {
                    return "bad URI template";
                }
            }
            return depth == 0 && template.contains(":") ? "" : "bad URI template";
        }
    }
}
