package io.iamtighten.cli;

/** Shows on a terminal how far long work has come; silent elsewhere. */
final class Progress {
    private static final long EVERY_NANOS = 200_000_000;

    private final Console console;
    private long last = Long.MIN_VALUE;
    private boolean shown;

    Progress(Console console) {
        this.console = console;
    }

    void advanced(int done, int all, long events) {
        if (!console.terminal()) {
            return;
        }
        long now = System.nanoTime();
        if (last == Long.MIN_VALUE || now - last > EVERY_NANOS) {
            last = now;
            shown = true;
            console.err().print("\rreading " + done + " of " + all + " files, " + events + " events ");
            console.err().flush();
        }
    }

    void done() {
        if (shown) {
            console.err().print("\r" + " ".repeat(70) + "\r");
            console.err().flush();
        }
    }
}
