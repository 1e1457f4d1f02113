package io.mcpgateway.cli.doctor;

import io.mcpgateway.cli.doctor.Finding.Level;
import java.util.ArrayList;
import java.util.List;

/** What one check finds. Thread-safe: a check that takes too long is left behind, and goes on. */
final class Findings {
    private final String check;
    private final List<Finding> all = new ArrayList<>(); // guarded by this

    Findings(String check) {
        this.check = check;
    }

    void ok(String what) {
        add(Level.OK, what, "");
    }

    void warning(String what, String remedy) {
        add(Level.WARNING, what, remedy);
    }

    void error(String what, String remedy) {
        add(Level.ERROR, what, remedy);
    }

    private synchronized void add(Level level, String what, String remedy) {
        all.add(new Finding(level, check, what, remedy));
    }

    synchronized List<Finding> all() {
        return List.copyOf(all);
    }
}
