// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/** Device families with area figures of their own. */
public enum AreaFamily {
    /** 4-input tables, 4 Kbit block RAM of up to 16 bits, no hard multiplier used. */
    ICE40(0.97),
    /** 4-input tables, two per carry cell, 18 Kbit block RAM of up to 36 bits, 18 x 18 multipliers. */
    ECP5(1),
    /** 6-input tables, 18 Kbit block RAM of up to 36 bits, 25 x 18 multipliers. */
    XILINX7(0.75);

    private final double tablesPerEcp5Table;

    AreaFamily(double tablesPerEcp5Table) {
        this.tablesPerEcp5Table = tablesPerEcp5Table;
    }

    /** Tables that the same logic takes where ECP5 takes one; mean over the measured designs of the unit contracts. */
    double tablesPerEcp5Table() {
        return tablesPerEcp5Table;
    }

    /**
     * Fitted tables of a unit.
     *
     * @param coefficients per family, in the order of the constants, one for each amount
     * @param amounts what the unit's tables grow with
     */
    double tables(double[][] coefficients, double... amounts) {
        double sum = 0;
        for (int i = 0; i < amounts.length; i++) {
            sum += coefficients[ordinal()][i] * amounts[i];
        }
        return sum;
    }

    int[][] blockShapes() {
        return this == ICE40
                ? new int[][] {{16, 256}, {8, 512}, {4, 1024}, {2, 2048}}
                : new int[][] {{36, 512}, {18, 1024}, {9, 2048}, {4, 4096}, {2, 8192}, {1, 16384}};
    }
}
