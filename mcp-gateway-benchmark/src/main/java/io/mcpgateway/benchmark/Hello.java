package io.mcpgateway.benchmark;

/** The floor for a start: a JVM that prints one line. */
public final class Hello {
    private Hello() {}

    /** Prints. */
    public static void main(String[] arguments) {
        System.out.println("hello");
    }
}
