// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import io.bitknit.model.GraphData;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.format.SourceFolder;

final class PlanetoidGraph {
    private PlanetoidGraph() {}

    static GraphData read(SourceFolder folder, String name, int splitIndex) {
        throw ModelError.GRAPH_UNRECOGNISED.at(folder.place("ind." + name), "Planetoid files are not read yet");
    }
}
