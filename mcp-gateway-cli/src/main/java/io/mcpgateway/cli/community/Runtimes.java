package io.mcpgateway.cli.community;

import java.util.List;

/** Knows which versions of Node and Python packages need. */
interface Runtimes {
    /** What is taken where nothing else is known. */
    String NODE = "24";

    /** What is taken where nothing else is known. */
    String PYTHON = "3.14";

    /** Asks nobody. */
    Runtimes DEFAULT = new Runtimes() {
        @Override
        public String node(PackageChoice chosen, List<String> notes) {
            return NODE;
        }

        @Override
        public String python(PackageChoice chosen, List<String> notes) {
            return PYTHON;
        }
    };

    /**
     * The Node version for a package of npm.
     *
     * @param notes takes what the user should know
     * @throws MissingPackageException if there is no such package
     */
    String node(PackageChoice chosen, List<String> notes) throws MissingPackageException;

    /** The Python version for a package of PyPI; otherwise as {@link #node}. */
    String python(PackageChoice chosen, List<String> notes) throws MissingPackageException;

    /** A package that its registry does not have. */
    final class MissingPackageException extends Exception {
        private static final long serialVersionUID = 1L;

        MissingPackageException(String message) {
            super(message);
        }
    }
}
