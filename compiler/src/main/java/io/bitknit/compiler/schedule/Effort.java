// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

/**
 * How long the scheduler looks for good places and teams. The time of a compilation is about proportional to nodes times
 * moves.
 *
 * @param movesPerNode moves of the placement search per node, 1 to {@value #MOST}; 0 spends {@value #SMALL_GRAPH_MOVES}
 *     on graphs of up to {@value #SMALL_GRAPH} nodes, and on larger ones in inverse proportion fewer, down to
 *     {@value #LEAST_MOVES}, so that millions of edges take minutes
 */
public record Effort(int movesPerNode) {
    public static final int MOST = 10_000;

    public static final Effort AUTOMATIC = new Effort(0);

    private static final int SMALL_GRAPH_MOVES = 200;
    private static final int LEAST_MOVES = 8;
    private static final int SMALL_GRAPH = 2800;

    private static final int SMALL_GRAPH_EXCHANGES = 150;
    private static final int LEAST_SPARSE_EXCHANGES = 20;
    private static final int SMALL_ENGINE = 20_000;

    public Effort {
        if (movesPerNode < 0 || movesPerNode > MOST) {
            throw new IllegalArgumentException("moves per node " + movesPerNode);
        }
    }

    /** Moves per node of the search for places. */
    int moves(int nodes) {
        return movesPerNode > 0
                ? movesPerNode
                : inInverseProportion(SMALL_GRAPH_MOVES, LEAST_MOVES, nodes, SMALL_GRAPH);
    }

    /** Exchanges per node that even out the numbers of neighbours of the teams beforehand. */
    int exchanges(int nodes) {
        return movesPerNode > 0
                ? ofMoves()
                : inInverseProportion(SMALL_GRAPH_EXCHANGES, LEAST_MOVES, nodes, SMALL_GRAPH);
    }

    /** Exchanges per place of an engine's teams in the sparse combination. */
    int sparseExchanges(int places) {
        return movesPerNode > 0
                ? ofMoves()
                : inInverseProportion(SMALL_GRAPH_EXCHANGES, LEAST_SPARSE_EXCHANGES, places, SMALL_ENGINE);
    }

    /** Whether the sparse combination tries several numbers of free ports: five times the work. */
    boolean triesSpares(int places) {
        return movesPerNode == 0 && places <= SMALL_ENGINE;
    }

    private int ofMoves() {
        return Math.max(1, movesPerNode * SMALL_GRAPH_EXCHANGES / SMALL_GRAPH_MOVES);
    }

    private static int inInverseProportion(int most, int least, int size, int small) {
        return (int) Math.max(least, (long) most * small / Math.max(size, small));
    }
}
