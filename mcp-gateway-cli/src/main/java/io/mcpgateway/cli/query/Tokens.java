package io.mcpgateway.cli.query;

import io.mcpgateway.model.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An expression as words, one after the other. Confined to one thread. */
final class Tokens {
    /** Stands behind the last one. */
    static final String END = "";

    private static final int LONGEST = 4_096;
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(\"(?:[^\"\\\\]++|\\\\.)*+\"|\\.\\.|\\.[A-Za-z_][A-Za-z0-9_-]*|[A-Za-z_][A-Za-z0-9_]*|-?[0-9]+(?:\\.[0-9]+)?|==|!="
                    + "|[.\\[\\](){}|,:])");

    private final String expression;
    private final List<String> tokens = new ArrayList<>();
    private int next;

    Tokens(String expression) {
        this.expression = expression;
        if (expression.length() > LONGEST) {
            throw new ConfigException("--yq: an expression of at most " + LONGEST + " characters is expected");
        }
        Matcher matcher = TOKEN.matcher(expression);
        int end = 0;
        while (matcher.find(end) && matcher.start() == end) {
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
        if (!expression.substring(end).isBlank()) {
            throw wrong("at '" + expression.substring(end).strip() + "'");
        }
    }

    /** The next one, which stays. */
    String peek() {
        return next < tokens.size() ? tokens.get(next) : END;
    }

    /** The next one, which is passed. */
    String take() {
        String token = peek();
        next++;
        return token;
    }

    /** Passes the next one if it is this. */
    boolean takes(String token) {
        boolean there = peek().equals(token);
        if (there) {
            next++;
        }
        return there;
    }

    /** Passes the next one, which must be this. */
    void require(String token) {
        if (!takes(token)) {
            throw wrong("where '" + token + "' is expected"
                    + (peek().equals(END) ? ", at its end" : ", before '" + peek() + "'"));
        }
    }

    ConfigException wrong(String where) {
        String message = "--yq: '" + expression.strip() + "' is not understood " + where
                + "; a part of yq's language is, see docs/commands.md";
        return new ConfigException(message.replaceAll("\\p{Cc}", " "));
    }
}
