package io.bkm.app;

import picocli.CommandLine;

/** The one main class: the command line decides what a process is. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        int code = new CommandLine(new Commands())
                .setExecutionExceptionHandler((failure, command, _) -> Commands.explain(failure, command.getErr()))
                .execute(args);
        System.exit(code);
    }
}
