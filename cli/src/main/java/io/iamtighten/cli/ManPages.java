package io.iamtighten.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual, one page a command, from the same descriptions as {@code --help}. */
final class ManPages {
    private final String version;
    private final String date;

    /**
     * @param version the command's version
     * @param date the day that stands on the pages
     */
    ManPages(String version, String date) {
        this.version = version;
        this.date = date;
    }

    /**
     * Returns the pages by file name.
     *
     * @param root the command with all its subcommands
     */
    Map<String, String> of(CommandLine root) {
        Map<String, String> pages = new TreeMap<>();
        add(root, pages);
        return pages;
    }

    private void add(CommandLine command, Map<String, String> pages) {
        String name = name(command.getCommandSpec());
        pages.put(name + ".1", page(command));
        command.getSubcommands().values().forEach(sub -> add(sub, pages));
    }

    private static String name(CommandSpec spec) {
        return spec.qualifiedName("-");
    }

    private String page(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        boolean root = command.getParent() == null;
        StringBuilder page = new StringBuilder();
        String name = name(spec);
        page.append(".TH \"").append(name.toUpperCase(java.util.Locale.ROOT)).append("\" 1 \"" + date + "\" ");
        page.append("\"iam-tighten ").append(version).append("\" \"iam-tighten Manual\"\n");
        page.append(".SH NAME\n").append(text(name)).append(" \\- ").append(text(summary(spec)));
        page.append("\n.SH SYNOPSIS\n.nf\n");
        for (String line : synopsis(command, root)) {
            page.append(text(line)).append('\n');
        }
        page.append(".fi\n.SH DESCRIPTION\n");
        for (String line : spec.usageMessage().description()) {
            page.append(line.isEmpty() ? ".PP" : text(plain(line))).append('\n');
        }
        arguments(spec, page);
        commands(command, page);
        footer(spec, page);
        if (root) {
            page.append(ROOT_SECTIONS);
        }
        page.append(".SH SEE ALSO\n").append(text(seeAlso(command, root))).append('\n');
        return page.toString();
    }

    private static String summary(CommandSpec spec) {
        String first = plain(spec.usageMessage().description()[0]);
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }

    private static List<String> synopsis(CommandLine command, boolean root) {
        if (root) {
            List<String> lines = new ArrayList<>();
            for (String line : command.getCommandSpec().usageMessage().customSynopsis()) {
                lines.add(line.strip());
            }
            return lines;
        }
        return command.getHelp()
                .abbreviatedSynopsis()
                .strip()
                .lines()
                .map(String::strip)
                .toList();
    }

    private static void arguments(CommandSpec spec, StringBuilder page) {
        List<ArgSpec> all = new ArrayList<>(spec.positionalParameters());
        spec.options().stream()
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .forEach(all::add);
        if (all.isEmpty()) {
            return;
        }
        page.append(".SH OPTIONS\n");
        for (ArgSpec argument : all) {
            page.append(".TP\n");
            if (argument instanceof OptionSpec option) {
                page.append("\\fB")
                        .append(text(String.join(", ", option.names())))
                        .append("\\fR");
                if (option.arity().max() > 0) {
                    page.append(" \\fI").append(text(option.paramLabel())).append("\\fR");
                }
            } else if (argument instanceof PositionalParamSpec positional) {
                page.append("\\fI").append(text(positional.paramLabel())).append("\\fR");
            }
            page.append('\n');
            for (String line : argument.description()) {
                page.append(text(plain(line))).append('\n');
            }
        }
    }

    private static void commands(CommandLine command, StringBuilder page) {
        if (command.getSubcommands().isEmpty()) {
            return;
        }
        page.append(".SH COMMANDS\n");
        command.getSubcommands()
                .forEach((word, sub) -> page.append(".TP\n\\fB")
                        .append(text(name(sub.getCommandSpec())))
                        .append("\\fR(1)\n")
                        .append(text(plain(sub.getCommandSpec().usageMessage().description()[0])))
                        .append('\n'));
    }

    private static void footer(CommandSpec spec, StringBuilder page) {
        String[] lines = spec.usageMessage().footer();
        if (lines.length > 0) {
            page.append(".SH NOTES\n.nf\n");
            for (String line : lines) {
                page.append(text(plain(line))).append('\n');
            }
            page.append(".fi\n");
        }
    }

    private static String seeAlso(CommandLine command, boolean root) {
        List<String> others = new ArrayList<>();
        CommandLine parent = root ? command : command.getParent();
        if (!root) {
            others.add(name(parent.getCommandSpec()) + "(1)");
        }
        parent.getSubcommands().values().stream()
                .filter(other -> other != command)
                .map(other -> name(other.getCommandSpec()) + "(1)")
                .forEach(others::add);
        return String.join(", ", others);
    }

    private static String plain(String line) {
        return Help.Ansi.OFF.string(line.replace("%n", " ").replace("%%", "%"));
    }

    /** Escapes what the formatter would take for its own: backslashes, hyphens, and a full stop or quote that starts a line. */
    private static String text(String plain) {
        String escaped = plain.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }

    private static final String ROOT_SECTIONS = """
            .SH EXIT STATUS
            .TP
            .B 0
            Fine.
            .TP
            .B 1
            The answer is no: a finding, a failed expectation, more access, a violated invariant.
            .TP
            .B 2
            Bad input or usage.
            .TP
            .B 3
            Undecided, or not proven.
            .TP
            .B 4
            AWS refused or could not be reached.
            .SH ENVIRONMENT
            .TP
            .B JAVA_HOME
            Where Java 17 or newer is; otherwise the java on the PATH is taken.
            .TP
            .B AWS_PROFILE, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL, ...
            As the AWS CLI takes them.
            .TP
            .B NO_COLOR
            No colours on a terminal.
            .TP
            .B IAM_TIGHTEN_CDS
            .B off
            keeps the command from making and using a class\\-data archive, which it starts faster with.
            .TP
            .B IAM_TIGHTEN_TIER
            .B 1
            takes the JVM's quick compiler,
            .B 4
            the full one; without it the size of the input decides.
            .TP
            .B IAM_TIGHTEN_JAVA_OPTS
            More options of the JVM.
            .SH FILES
            .TP
            .I $XDG_CACHE_HOME/iam\\-tighten/*.jsa
            Class\\-data archives, one for each Java and installation; may be deleted at any time.
            .TP
            .I ~/.aws/config, ~/.aws/credentials
            Profiles, as the AWS CLI reads them.
            """;
}
