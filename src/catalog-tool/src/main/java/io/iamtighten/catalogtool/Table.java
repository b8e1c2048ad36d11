package io.iamtighten.catalogtool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A tab-separated file with one header line. */
final class Table {
    private final List<String> header;
    private final List<String[]> rows;

    private Table(List<String> header, List<String[]> rows) {
        this.header = header;
        this.rows = rows;
    }

    /** One line; columns by name. */
    record Row(Table table, String[] cells) {
        String get(String column) {
            int index = table.header.indexOf(column);
            if (index < 0) {
                throw new IllegalArgumentException("no column `" + column + "` among " + table.header);
            }
            return index < cells.length ? cells[index] : "";
        }

        List<String> list(String column) {
            String cell = get(column);
            return cell.isEmpty() ? List.of() : Arrays.asList(cell.split(","));
        }
    }

    static Table read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String[]> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            rows.add(line.split("\t", -1));
        }
        return new Table(List.of(lines.get(0).split("\t", -1)), rows);
    }

    List<Row> rows() {
        return rows.stream().map(cells -> new Row(this, cells)).toList();
    }
}
