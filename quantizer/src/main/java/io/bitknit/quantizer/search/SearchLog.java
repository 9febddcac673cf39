// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.search;

import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.SourceFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Every measured configuration as CSV, written whole after each measurement, so that a search that was interrupted goes
 * on from the file. The first line says which search it is.
 */
final class SearchLog {
    private static final int MOST_BYTES = 64 << 20;
    private static final List<String> COLUMNS = List.of(
            "index", "round", "validation", "cost", "cycles", "bitsHidden", "bitsAll", "memorySavingSgquant", "front");

    private final Path file;
    private final String settings;
    private final BitSpace space;

    SearchLog(Path file, String settings, BitSpace space) {
        this.file = file;
        this.settings = settings;
        this.space = space;
    }

    private String head() {
        return "# " + settings + "\n" + String.join(",", COLUMNS) + "," + String.join(",", space.names()) + "\n";
    }

    /**
     * What an earlier run measured, by index; nothing if there is no file.
     *
     * @throws UserException Q-027 if the file is of another search, Q-028 if it is damaged
     */
    Map<Integer, Measured> read() {
        Map<Integer, Measured> found = new TreeMap<>();
        if (!Files.exists(file)) {
            return found;
        }
        byte[] bytes = SourceFolder.around(file).bytes(SourceFolder.nameOf(file), MOST_BYTES);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!text.startsWith(head())) {
            throw new UserException(
                    "Q-027",
                    file.toString(),
                    "the file is not the record of this search; use the same options to go on, or name another file");
        }
        int line = 2;
        for (String row : text.substring(head().length()).split("\n", -1)) {
            line++;
            if (!row.isEmpty()) {
                Measured measured = parse(row, line);
                found.put(measured.index(), measured);
            }
        }
        return found;
    }

    private Measured parse(String row, int line) {
        String[] cells = row.split(",", -1);
        try {
            int[] widths = IntStream.range(0, space.places())
                    .map(i -> Integer.parseInt(cells[COLUMNS.size() + i]))
                    .toArray();
            if (cells.length == COLUMNS.size() + widths.length && space.holds(widths)) {
                return new Measured(
                        Integer.parseInt(cells[0]),
                        Integer.parseInt(cells[1]),
                        widths,
                        Double.parseDouble(cells[2]),
                        Double.parseDouble(cells[3]),
                        Long.parseLong(cells[4]),
                        Double.parseDouble(cells[5]),
                        Double.parseDouble(cells[6]),
                        Double.parseDouble(cells[7]));
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw damaged(line);
        }
        throw damaged(line);
    }

    private UserException damaged(int line) {
        return new UserException(
                "Q-028",
                file + " line " + line,
                "the record of the search is damaged; remove the line to measure it again");
    }

    /** @throws UserException Q-029 if it cannot be written */
    void write(Collection<Measured> measured) {
        List<Measured> all = new ArrayList<>(measured);
        List<Measured> front = BitSearch.front(all);
        String rows = all.stream()
                .map(m -> m.index() + "," + m.round() + "," + m.validation() + "," + m.cost() + "," + m.cycles() + ","
                        + m.bitsHidden() + "," + m.bitsAll() + "," + m.savingSgquant() + ","
                        + (front.contains(m) ? 1 : 0) + ","
                        + IntStream.of(m.widths()).mapToObj(Integer::toString).collect(Collectors.joining(","))
                        + "\n")
                .collect(Collectors.joining());
        Path whole = file.toAbsolutePath().normalize();
        Path fresh = whole.resolveSibling(
                "." + SourceFolder.nameOf(whole) + "." + ProcessHandle.current().pid());
        try {
            Files.createDirectories(whole.getParent());
            Files.writeString(fresh, head() + rows);
            Files.move(fresh, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UserException(
                    "Q-029",
                    file.toString(),
                    "the record of the search cannot be written: permission denied, or the" + " disk is full");
        }
    }
}
