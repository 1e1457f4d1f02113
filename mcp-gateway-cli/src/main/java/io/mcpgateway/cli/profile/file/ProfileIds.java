package io.mcpgateway.cli.profile.file;

import io.mcpgateway.files.Digests;
import io.mcpgateway.model.ConfigException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How profiles may be called: an id is a file's name on every system. Stateless. */
public final class ProfileIds {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern OTHERS = Pattern.compile("[^A-Za-z0-9]+");
    private static final Pattern RESERVED = Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");
    private static final int DIGEST_BYTES = 4;
    private static final int LONGEST = 100;
    private static final Set<Character.UnicodeScript> LATIN =
            Set.of(Character.UnicodeScript.LATIN, Character.UnicodeScript.COMMON, Character.UnicodeScript.INHERITED);

    private ProfileIds() {}

    /** Whether a profile may have this id. */
    public static boolean isId(String id) {
        return ID.matcher(id).matches() && !RESERVED.matcher(id).matches() && !id.endsWith(".");
    }

    /**
     * Checks an id.
     *
     * @throws ConfigException if no profile may have it
     */
    public static String require(String id) {
        if (!isId(id)) {
            throw new ConfigException("'" + id + "' cannot be the id of a profile: it has 1 to " + LONGEST
                    + " letters, digits, '_', '-' and '.', and begins with none of the last two");
        }
        return id;
    }

    /**
     * The id that is made of a name: in lower case, with one underscore for each run of other characters. A name that loses
     * letters gets a digest of itself, so that two names do not share an id for that.
     */
    public static String of(String name) {
        String plain = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD))
                .replaceAll("")
                .replace("ß", "ss")
                .replace("æ", "ae")
                .replace("Æ", "AE")
                .replace("ø", "o")
                .replace("Ø", "O")
                .replace("ł", "l")
                .replace("Ł", "L");
        String id = OTHERS.matcher(plain).replaceAll("_").toLowerCase(Locale.ROOT);
        boolean loses = plain.codePoints()
                .anyMatch(point -> Character.isLetter(point) && !LATIN.contains(Character.UnicodeScript.of(point)));
        if (loses || id.replace("_", "").isEmpty() || !isId(id)) {
            byte[] digest = Digests.sha256().digest(name.getBytes(StandardCharsets.UTF_8));
            String start = id.replaceAll("^_+|_+$", "");
            return (start.isEmpty() ? "profile" : start.substring(0, Math.min(start.length(), LONGEST - 10))) + "_"
                    + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        }
        return id;
    }
}
