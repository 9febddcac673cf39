// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.search;

import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.MutableDataset;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;

/** Predicts accuracy from widths: SGQuant's regression tree, by Tribuo. */
final class AccuracyTree {
    /** Kept, because a logger that nobody holds forgets its level. */
    private static final Logger LOGGER = Logger.getLogger("org.tribuo");

    private static final String TARGET = "accuracy";
    private static final int DEPTH = 8;
    private static final float LEAST_CHILDREN = 3;

    private final List<String> names;
    private final TreeModel<Regressor> tree;

    AccuracyTree(List<String> names, List<Measured> measured, long seed) {
        LOGGER.setLevel(Level.OFF);
        this.names = names;
        RegressionFactory factory = new RegressionFactory();
        MutableDataset<Regressor> data =
                new MutableDataset<>(new SimpleDataSourceProvenance("measured", factory), factory);
        for (Measured m : measured) {
            data.add(example(m.widths(), new Regressor(TARGET, m.validation())));
        }
        tree = new CARTRegressionTrainer(DEPTH, LEAST_CHILDREN, 0, 1, new MeanSquaredError(), seed)
                .train(data, Map.of());
    }

    private ArrayExample<Regressor> example(int[] widths, Regressor output) {
        double[] values = new double[widths.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = widths[i];
        }
        return new ArrayExample<>(output, names.toArray(String[]::new), values);
    }

    double predict(int[] widths) {
        return tree.predict(example(widths, new Regressor(TARGET, 0)))
                .getOutput()
                .getValues()[0];
    }
}
