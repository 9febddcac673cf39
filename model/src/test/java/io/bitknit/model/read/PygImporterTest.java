// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bitknit.model.Activation;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.SharedData;
import io.bitknit.model.diag.Diagnostic;
import io.bitknit.model.diag.UserException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PygImporterTest {
    @Test
    void importsTheLayersOfCora() {
        Path folder = SharedData.require("models/cora-gcn");
        FloatModel model = PygImporter.read(folder, cora());

        assertThat(model.name()).isEqualTo("cora-gcn");
        assertThat(model.rowNormalised()).isTrue();
        assertThat(model.layers())
                .extracting("name", "inputs", "outputs", "activation")
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("conv1", 1433, 16, Activation.RELU),
                        org.assertj.core.groups.Tuple.tuple("conv2", 16, 7, Activation.NONE));
        assertThat(model.provenance())
                .containsEntry("framework", "pytorch-geometric")
                .containsEntry("dataset", "cora")
                .containsEntry("test_accuracy_fp32", "0.817")
                .containsKeys("modelSha256", "graphSha256");
    }

    @Test
    void listsEverythingOfAnAttentionModelAtOnce() {
        assertThat(problems("models/cora-gat"))
                .containsExactly(
                        "error[M-070]: cora-gat/config.json /arch: 'arch' is 'gat', which is not supported; "
                                + "nearest supported "
                                + "form: \"gcn\", GCNConv layers conv1, conv2, ... with ReLU between",
                        "error[M-070]: cora-gat/config.json /activation: 'activation' is 'elu', which is not "
                                + "supported; nearest "
                                + "supported form: \"relu\"",
                        "error[M-070]: cora-gat/config.json /heads: 'heads' is '[8,1]', which is not supported; "
                                + "nearest "
                                + "supported form: null, no attention heads",
                        "error[M-070]: cora-gat/model.safetensors: layer 'conv1' is GATConv (graph attention), "
                                + "which is not "
                                + "supported (att_dst [1, 8, 8], att_src [1, 8, 8], bias [64], lin.weight [64, "
                                + "1433]); nearest "
                                + "supported form: GCNConv layers conv1, conv2, ... with ReLU between",
                        "error[M-070]: cora-gat/model.safetensors: layer 'conv2' is GATConv (graph attention), "
                                + "which is not "
                                + "supported (att_dst [1, 1, 7], att_src [1, 1, 7], bias [7], lin.weight [7, "
                                + "64]); nearest "
                                + "supported form: GCNConv layers conv1, conv2, ... with ReLU between");
    }

    @Test
    void namesTheKindOfOtherLayers() {
        assertThat(problems("models/cora-gin"))
                .hasSize(3)
                .anyMatch(
                        p -> p.contains("layer 'conv2' is GINConv (a multi-layer perceptron after an unweighted sum)"));
        assertThat(problems("models/cora-sage"))
                .hasSize(3)
                .anyMatch(p -> p.contains("layer 'conv1' is SAGEConv (own features and mean of neighbours"));
    }

    @Test
    void aModelOfAnotherGraphDoesNotFit() {
        // Outside of the assertion, which would take the skip for a failure.
        Path folder = SharedData.require("models/dblp-gcn");
        GraphData cora = cora();
        UserException e = catchThrowableOfType(UserException.class, () -> PygImporter.read(folder, cora));

        assertThat(e.diagnostics())
                .extracting(Diagnostic::toString)
                .containsExactly(
                        "error[M-073]: dblp-gcn/model.safetensors tensor 'conv1.lin.weight': the graph 'cora' has "
                                + "1433 features, "
                                + "the input side has 1639",
                        "error[M-073]: dblp-gcn/model.safetensors tensor 'conv2.lin.weight': the graph 'cora' has "
                                + "7 classes, "
                                + "the output side has 4");
    }

    private static List<String> problems(String model) {
        Path folder = SharedData.require(model);
        GraphData graph = cora();
        UserException e = catchThrowableOfType(UserException.class, () -> PygImporter.read(folder, graph));
        return e.diagnostics().stream().map(Diagnostic::toString).toList();
    }

    private static GraphData cora() {
        return GraphReader.read(SharedData.require("data/cora"), 0);
    }
}
