// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.model.network.Architecture;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.quantizer.train.SmallGraph;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Float training of every architecture on a small graph. */
class NetworkTrainingTest {
    /** A parameter that was trained and has no place in the network would be lost. */
    @ParameterizedTest
    @EnumSource
    void theNetworkThatComesOutIsTheOneThatWasJudged(Architecture architecture) {
        double[] judged = new double[1];
        NetworkTraining.Result result = NetworkTraining.train(
                        SmallGraph.graph(),
                        NetworkOptions.defaults(architecture, false, 3).withEpochs(30, 30),
                        Optional.empty(),
                        false,
                        (epoch, now, best) -> judged[0] = best,
                        () -> false)
                .orElseThrow();
        assertThat(result.validation()).isEqualTo(judged[0]);
    }

    @Test
    void anotherSeedIsTrainedAsTheGivenNetworkWas() {
        NetworkOptions options =
                new NetworkOptions(Architecture.GAT, 3, 2, 2, 7, 5, 0.03, 0.001, 0.25, false, 9, true, 4);
        FloatNetwork network =
                NetworkTraining.train(SmallGraph.graph(), options).network();
        assertThat(NetworkOptions.like(network, 4)).isEqualTo(options);
        assertThat(NetworkOptions.like(network, 8).seed()).isEqualTo(8);
    }

    @Test
    void whatIsNotStatedOfTheTrainingIsAsUsual() {
        NetworkOptions usual = NetworkOptions.defaults(Architecture.AGNN, false, 4);
        FloatNetwork network = NetworkTraining.train(SmallGraph.graph(), usual.withEpochs(2, 2))
                .network();
        assertThat(NetworkOptions.like(with(network, Map.of("epochs", "7", "framework", "pytorch")), 4))
                .isEqualTo(usual);
        assertThatThrownBy(() -> NetworkOptions.like(with(network, Map.of("epochs", "x", "framework", "bitknit")), 4))
                .hasMessageContaining("Q-022");
        assertThatThrownBy(
                        () -> NetworkOptions.like(with(network, Map.of("dropout", "1e9", "framework", "bitknit")), 4))
                .hasMessageContaining("Q-022");
    }

    private static FloatNetwork with(FloatNetwork n, Map<String, String> provenance) {
        return new FloatNetwork(n.name(), n.architecture(), n.rowNormalised(), n.layers(), n.graph(), provenance);
    }
}
