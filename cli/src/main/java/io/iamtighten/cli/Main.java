package io.iamtighten.cli;

import io.iamtighten.aws.client.AwsException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;

/** The entry point. */
public final class Main {
    /** What may stand first without a command. */
    private static final Set<String> OWN_OPTIONS =
            Set.of("--help", "-h", "--version", "-V", "--print-required-permissions");

    private Main() {}

    /** Runs the command and exits with its code. */
    public static void main(String[] args) {
        StandardOutput standard = new StandardOutput();
        PrintStream out = new PrintStream(standard, false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int code = run(args, out, err, System.in, System.getenv(), System.console() != null);
        out.flush();
        standard.fault().ifPresent(why -> err.println("iam-tighten: the output cannot be written: " + why));
        System.exit(code);
    }

    /** Standard output; a print stream keeps to itself why something could not be written. */
    private static final class StandardOutput extends FilterOutputStream {
        private Optional<String> fault = Optional.empty();

        StandardOutput() {
            super(new FileOutputStream(FileDescriptor.out));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                fault = Optional.of(String.valueOf(e.getMessage()));
                throw e;
            }
        }

        /** Returns what went wrong; a reader that has seen enough and closed its pipe is no fault. */
        Optional<String> fault() {
            return fault.filter(why -> !why.equals("Broken pipe"));
        }
    }

    /** Paths on the command line. */
    private static final class PathConverter implements CommandLine.ITypeConverter<Path> {
        @Override
        public Path convert(String text) {
            try {
                return Inputs.path(text);
            } catch (InputException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        }
    }

    /** Runs the command against given streams, as tests do, and returns its exit code. */
    public static int run(
            String[] args,
            PrintStream out,
            PrintStream err,
            InputStream in,
            Map<String, String> env,
            boolean terminal) {
        Console console = new Console(out, err, in, env, terminal);
        String[] words = mainJobFirst(args);
        // The command that a mistyped one meant; said only where the word turns out to be no role.
        String hint = words.length > args.length && args.length > 0 ? Commands.hint(args[0]) : "";
        CommandLine root = commandLine(console, Set.of(words[0]), hint);
        try {
            int code = root.execute(words);
            out.flush();
            return out.checkError() && code == ExitCode.OK ? ExitCode.BAD_INPUT : code;
        } finally {
            out.flush();
            err.flush();
        }
    }

    /** {@code iam-tighten ROLE ...} is short for {@code iam-tighten tighten ROLE ...}. */
    private static String[] mainJobFirst(String[] args) {
        if (args.length == 0) {
            return new String[] {"--help"};
        }
        if (OWN_OPTIONS.contains(args[0]) || Commands.named(args[0])) {
            return args;
        }
        String[] longForm = new String[args.length + 1];
        longForm[0] = Commands.TIGHTEN.word();
        System.arraycopy(args, 0, longForm, 1, args.length);
        return longForm;
    }

    /** Returns the command; of its subcommands those in {@code words} can run, the others are only listed. */
    static CommandLine commandLine(Console console, Set<String> words) {
        return commandLine(console, words, "");
    }

    private static CommandLine commandLine(Console console, Set<String> words, String hint) {
        CommandLine root = new CommandLine(new RootCommand(console));
        Commands.addTo(root, words, console);
        root.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        root.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        root.registerConverter(Path.class, new PathConverter());
        root.setUsageHelpWidth(80);
        root.setColorScheme(CommandLine.Help.defaultColorScheme(
                console.terminal() && !console.env().containsKey("NO_COLOR")
                        ? CommandLine.Help.Ansi.ON
                        : CommandLine.Help.Ansi.OFF));
        root.setParameterExceptionHandler(new Misuse(console, hint));
        root.setExecutionExceptionHandler(new Failure(console, hint));
        return root;
    }

    // Classes and not lambdas: those would keep picocli's own classes out of the class-data archive.

    /** Says what is wrong with the command line. */
    private record Misuse(Console console, String hint) implements CommandLine.IParameterExceptionHandler {
        @Override
        public int handleParseException(CommandLine.ParameterException problem, String[] args) {
            CommandLine line = problem.getCommandLine();
            console.err()
                    .println("iam-tighten: " + oneLine(problem.getMessage()) + hint + " (see "
                            + line.getCommandSpec().qualifiedName() + " --help)");
            return ExitCode.BAD_INPUT;
        }
    }

    /** Says why a command could not do its work. */
    private record Failure(Console console, String hint) implements CommandLine.IExecutionExceptionHandler {
        @Override
        public int handleExecutionException(Exception fault, CommandLine line, CommandLine.ParseResult parse) {
            return report(fault, console, hint);
        }
    }

    private static int report(Throwable fault, Console console, String hint) {
        if (fault instanceof InputException input) {
            String unknown = input instanceof UnknownPrincipalException ? hint : "";
            console.err().println("iam-tighten: " + oneLine(fault.getMessage()) + unknown);
            return ExitCode.BAD_INPUT;
        }
        if (fault instanceof AwsException) {
            console.err().println("iam-tighten: " + oneLine(fault.getMessage()) + hint);
            return ExitCode.AWS;
        }
        if (fault instanceof UnprovenException) {
            console.err().println("iam-tighten: " + oneLine(fault.getMessage()));
            return ExitCode.UNDECIDED;
        }
        if (console.env().containsKey("IAM_TIGHTEN_TRACE")) {
            fault.printStackTrace(console.err());
        }
        console.err()
                .println("iam-tighten: a fault in the command itself: "
                        + oneLine(String.valueOf(fault))
                        + "; set IAM_TIGHTEN_TRACE=1 for the trace and report it");
        return ExitCode.FAULT;
    }

    private static String oneLine(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text.replace("\r", "").replace("\n", " ");
    }
}
