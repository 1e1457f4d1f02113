package io.mcpgateway.upstream;

import io.mcpgateway.model.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Which resources a server is to tell of, how many want each, and who still waits for the server's word. Not thread-safe;
 * guarded by its owner's monitor.
 */
final class Wishes {
    /** All URIs together: they go into one message, and a message has its limit. */
    private static final int MOST_CHARACTERS = 4 << 20;

    private final Map<String, Wish> wishes = new LinkedHashMap<>();
    private int characters;
    private int waiting;

    private static final class Wish {
        /** How many want it, those included that wait. */
        private int wanted;

        private List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
    }

    /** Whether there is no room for one more. */
    boolean tooMany(String uri) {
        return !wishes.containsKey(uri) && characters + uri.length() > MOST_CHARACTERS;
    }

    /** One more who has what is wished for. */
    void add(String uri) {
        of(uri).wanted++;
    }

    /** One more who waits to have it. */
    void add(String uri, CompletableFuture<Outcome> outcome) {
        Wish wish = of(uri);
        wish.wanted++;
        wish.waiting.add(outcome);
        waiting++;
    }

    private Wish of(String uri) {
        return wishes.computeIfAbsent(uri, absent -> {
            characters += uri.length();
            return new Wish();
        });
    }

    /** One less. */
    void remove(String uri) {
        Wish wish = wishes.get(uri);
        if (wish != null && --wish.wanted <= 0) {
            forget(uri);
        }
    }

    private void forget(String uri) {
        wishes.remove(uri);
        characters -= uri.length();
    }

    boolean has(String uri) {
        return wishes.containsKey(uri);
    }

    /** What is wanted; a view. */
    Set<String> uris() {
        return wishes.keySet();
    }

    /** Whether somebody waits. */
    boolean areWaitedFor() {
        return waiting > 0;
    }

    /** Takes those out who wait for the server's word on these resources; the answers are to be given outside the monitor. */
    void answer(Set<String> uris, Outcome outcome, List<Runnable> answers) {
        if (waiting == 0) {
            return;
        }
        for (String uri : uris) {
            Wish wish = wishes.get(uri);
            if (wish == null || wish.waiting.isEmpty()) {
                continue;
            }
            List<CompletableFuture<Outcome>> answered = wish.waiting;
            wish.waiting = new ArrayList<>();
            waiting -= answered.size();
            if (outcome instanceof Outcome.Failure) {
                wish.wanted -= answered.size();
                if (wish.wanted == 0) {
                    forget(uri);
                }
            }
            answers.add(() -> answered.forEach(one -> one.complete(outcome)));
        }
    }
}
