// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.synthesis;

import io.bitknit.hdl.MeasuredArea;
import io.bitknit.hdl.SynthesisFlow;
import io.bitknit.model.diag.UserException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Measured units as a file of comma-separated lines, sorted, each set of parameters once. */
public final class MeasuredUnits {
    private final TreeMap<String, MeasuredArea> rows = new TreeMap<>();

    /**
     * Reads a file's text.
     *
     * @param place its name, for errors
     * @throws UserException U-030 if a line is not one of these
     */
    public static MeasuredUnits parse(String place, String text) {
        MeasuredUnits units = new MeasuredUnits();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (i == 0 && lines.get(i).equals(MeasuredArea.HEADER)) {
                continue;
            }
            try {
                units.add(List.of(MeasuredArea.parse(lines.get(i))));
            } catch (IllegalArgumentException e) {
                throw new UserException(
                        "U-030",
                        place,
                        "line " + (i + 1) + " is not a measured unit of this version: " + e.getMessage()
                                + "; remove the line, or the file");
            }
        }
        return units;
    }

    public void add(Collection<MeasuredArea> more) {
        more.forEach(row -> rows.put(row.key(), row));
    }

    /** Units, families and parameters that are there. */
    public Set<String> keys() {
        return Set.copyOf(rows.keySet());
    }

    public List<MeasuredArea> of(SynthesisFlow flow) {
        return rows.values().stream().filter(row -> row.flow() == flow).toList();
    }

    /** The file's text. */
    public String text() {
        StringBuilder text = new StringBuilder(MeasuredArea.HEADER + "\n");
        rows.values().forEach(row -> text.append(row.line()).append('\n'));
        return text.toString();
    }
}
