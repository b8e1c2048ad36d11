package io.iamtighten.cli.render;

import java.util.ArrayList;
import java.util.List;

/** Differences of two texts in the unified format, with three lines of context. */
public final class UnifiedDiff {
    private static final int CONTEXT = 3;
    /** Beyond this many pairs of lines the common part in the middle is not looked for; what is shown is still right. */
    private static final long MAX_CELLS = 25_000_000;

    /** One line: kept, removed or added. */
    private record Edit(char mark, String text) {}

    private UnifiedDiff() {}

    /** Returns the differences, or nothing when there are none. */
    public static String of(String oldName, String newName, List<String> before, List<String> after) {
        List<Edit> edits = edits(before, after);
        StringBuilder out = new StringBuilder();
        int oldLine = 1;
        int newLine = 1;
        int i = 0;
        while (i < edits.size()) {
            if (edits.get(i).mark() == ' ') {
                oldLine++;
                newLine++;
                i++;
                continue;
            }
            int from = Math.max(0, i - CONTEXT);
            int to = end(edits, i);
            int oldStart = oldLine - (i - from);
            int newStart = newLine - (i - from);
            int oldCount = 0;
            int newCount = 0;
            StringBuilder hunk = new StringBuilder();
            for (int k = from; k < to; k++) {
                Edit edit = edits.get(k);
                oldCount += edit.mark() == '+' ? 0 : 1;
                newCount += edit.mark() == '-' ? 0 : 1;
                hunk.append(edit.mark()).append(edit.text()).append('\n');
            }
            if (out.length() == 0) {
                out.append("--- ")
                        .append(oldName)
                        .append("\n+++ ")
                        .append(newName)
                        .append('\n');
            }
            out.append("@@ -")
                    .append(oldCount == 0 ? oldStart - 1 : oldStart)
                    .append(',')
                    .append(oldCount)
                    .append(" +")
                    .append(newCount == 0 ? newStart - 1 : newStart)
                    .append(',')
                    .append(newCount)
                    .append(" @@\n")
                    .append(hunk);
            oldLine = oldStart + oldCount;
            newLine = newStart + newCount;
            i = to;
        }
        return out.toString();
    }

    /** Returns where a hunk ends: behind the context of the last change that is close enough to the one before. */
    private static int end(List<Edit> edits, int start) {
        int last = start;
        for (int k = start; k < edits.size() && k - last <= 2 * CONTEXT; k++) {
            last = edits.get(k).mark() == ' ' ? last : k;
        }
        return Math.min(edits.size(), last + 1 + CONTEXT);
    }

    private static List<Edit> edits(List<String> before, List<String> after) {
        int head = 0;
        while (head < before.size() && head < after.size() && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < before.size() - head
                && tail < after.size() - head
                && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        List<Edit> edits = new ArrayList<>();
        before.subList(0, head).forEach(line -> edits.add(new Edit(' ', line)));
        middle(before.subList(head, before.size() - tail), after.subList(head, after.size() - tail), edits);
        before.subList(before.size() - tail, before.size()).forEach(line -> edits.add(new Edit(' ', line)));
        return edits;
    }

    private static void middle(List<String> a, List<String> b, List<Edit> edits) {
        if ((long) a.size() * b.size() > MAX_CELLS) {
            a.forEach(line -> edits.add(new Edit('-', line)));
            b.forEach(line -> edits.add(new Edit('+', line)));
            return;
        }
        int[][] common = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                common[i][j] = a.get(i).equals(b.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < a.size() || j < b.size()) {
            if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
                edits.add(new Edit(' ', a.get(i)));
                i++;
                j++;
            } else if (i < a.size() && (j == b.size() || common[i + 1][j] >= common[i][j + 1])) {
                edits.add(new Edit('-', a.get(i++)));
            } else {
                edits.add(new Edit('+', b.get(j++)));
            }
        }
    }
}
