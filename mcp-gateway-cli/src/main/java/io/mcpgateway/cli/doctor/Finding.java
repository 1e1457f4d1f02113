package io.mcpgateway.cli.doctor;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * What a check found.
 *
 * @param level how bad it is
 * @param check the check's name
 * @param what what is so
 * @param remedy what to do about it; empty if nothing is to be done
 */
record Finding(Level level, String check, String what, String remedy) {
    Finding {
        requireNonNull(level, "level");
        requireNonNull(check, "check");
        requireNonNull(what, "what");
        requireNonNull(remedy, "remedy");
    }

    /** How bad something is. */
    enum Level {
        /** As it should be. */
        OK,
        /** Something will not work, or not as well as it could. */
        WARNING,
        /** Something that is switched on does not work. */
        ERROR;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
