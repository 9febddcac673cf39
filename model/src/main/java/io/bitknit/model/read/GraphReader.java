// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import io.bitknit.model.GraphData;
import io.bitknit.model.GraphInput;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.SourceFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a graph in any of the forms of {@code doc/MODEL_FORMAT.md}; which one it is follows from the names:
 * <ul>
 *   <li>a folder with {@code meta.json}: {@link GraphFolder}, or {@link GraphSetFolder} where many graphs are classified;
 *   <li>a file {@code *.npz}: {@link NpzGraph};
 *   <li>a file {@code *.tsv} or {@code *.csv} with a {@code .npz} of the same name beside it: {@link EdgeListGraph};
 *   <li>a folder with exactly one such file, or {@code ind.NAME.*} files: {@link PlanetoidGraph};
 *   <li>a path that ends in {@code ind.NAME} or names one of its files: {@link PlanetoidGraph}.
 * </ul>
 */
public final class GraphReader {
    private GraphReader() {}

    /**
     * @param path file or folder
     * @param splitIndex which of the graph's splits, from 0
     * @throws UserException for everything that is wrong with it
     */
    public static GraphData read(Path path, int splitIndex) {
        if (Files.isDirectory(path)) {
            return folder(new SourceFolder(path), splitIndex);
        }
        return file(SourceFolder.around(path), SourceFolder.nameOf(path), splitIndex);
    }

    /**
     * A graph or a set of graphs, whichever the path holds.
     *
     * @param features what the nodes of a set have for features; of a graph it changes nothing
     * @throws UserException for everything that is wrong with it
     */
    public static GraphInput read(Path path, int splitIndex, NodeFeatures features) {
        if (Files.isDirectory(path)) {
            SourceFolder folder = new SourceFolder(path);
            if (folder.has("meta.json") && FolderText.task(folder).equals(GraphSetFolder.TASK)) {
                return GraphSetFolder.read(folder, splitIndex, features);
            }
        }
        return read(path, splitIndex);
    }

    private static GraphData folder(SourceFolder folder, int splitIndex) {
        if (folder.has("meta.json")) {
            return GraphFolder.read(folder, splitIndex);
        }
        List<String> names = folder.names();
        List<String> planetoid =
                names.stream().filter(n -> n.matches("ind\\..+\\.graph")).toList();
        List<String> lists =
                names.stream().filter(n -> n.matches("(?i).+\\.(tsv|csv)")).toList();
        List<String> arrays =
                names.stream().filter(n -> n.matches("(?i).+\\.npz")).toList();
        if (planetoid.size() == 1 && lists.isEmpty() && arrays.isEmpty()) {
            return file(folder, planetoid.get(0), splitIndex);
        }
        if (planetoid.isEmpty() && lists.size() == 1) {
            return file(folder, lists.get(0), splitIndex);
        }
        if (planetoid.isEmpty() && lists.isEmpty() && arrays.size() == 1) {
            return file(folder, arrays.get(0), splitIndex);
        }
        boolean several = planetoid.size() + lists.size() + arrays.size() > 0;
        throw ModelError.GRAPH_UNRECOGNISED.at(
                folder.label(),
                several ? "the folder holds several; name one of its files" : "the folder has no meta.json");
    }

    private static GraphData file(SourceFolder folder, String name, int splitIndex) {
        String lower = name.toLowerCase(java.util.Locale.ROOT);
        if (name.startsWith("ind.")) {
            return PlanetoidGraph.read(folder, name.split("\\.", 3)[1], splitIndex);
        }
        if (!folder.has(name)) {
            throw ModelError.FILE_MISSING.at(folder.place(name));
        }
        if (lower.endsWith(".npz")) {
            return NpzGraph.read(folder, name, splitIndex);
        }
        if (lower.endsWith(".tsv") || lower.endsWith(".csv")) {
            return EdgeListGraph.read(folder, name, splitIndex);
        }
        throw ModelError.GRAPH_UNRECOGNISED.at(folder.place(name), "the name ends in none of .npz, .tsv and .csv");
    }
}
