// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.model.network.Architecture;
import io.bitknit.quantizer.train.SmallGraph;
import java.util.Optional;
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
}
