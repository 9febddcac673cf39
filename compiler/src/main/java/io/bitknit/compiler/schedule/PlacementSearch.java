// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Chooses the bank of every node and the teams of the aggregations together: a node's bank decides its slot and engine
 * as a destination and its port as a source.
 *
 * <p>Simulated annealing over exchanges of two nodes' positions, a position being a team, slot and bank. Half of the
 * moves start from an entry that overflows. {@link Effort} says how many moves. Fixed seed: the same input, the same
 * result.
 */
final class PlacementSearch {
    // Found by trial on Cora's aggregation. The temperature falls while an overflowing entry becomes dearer: at first
    // the search moves freely between numbers of steps, at last it settles them.
    private static final double HOTTEST = 0.1;
    private static final double COLDEST = 0.025;
    private static final double OVERFLOW_FIRST = 0.2;
    private static final double OVERFLOW_LAST = 0.4;
    private static final int EPOCHS = 40;

    /** Ports of a team that shall stay free, so that the others can be filled evenly. */
    private static final int SPARE_PORTS = 1;

    /** Exchanging a node with more neighbours takes long and rarely helps: such moves are tried less often. */
    private static final int MANY_NEIGHBOURS = 40;

    /** Charge of an engine's distance from the mean, squared, in steps. */
    private static final double IMBALANCE = 0.02;

    private final Effort effort;
    private final int engines;
    private final int slots;
    private final int owners;
    private final int selects;
    private final int nodes;
    private final int teamRows;
    private final Terms terms;
    private final Transposed uses;
    private final int[] groupsOfNode;
    private final int[] sparseTerms;
    private final double sparseStep;
    private final double scale;
    private final TeamLoads loads;
    private final SplittableRandom random = new SplittableRandom(20260101);

    private final int[] nodeAt;
    private final int[] positionOf;
    private final double[] engineSteps;
    private final double[] engineSparse;

    /**
     * @param terms neighbours of every node
     * @param groupsOfNode level groups in which the node's row is active
     * @param sparseTerms terms of every node in the combination of layer 0
     * @param sparseStep steps that such a term takes on an engine
     */
    PlacementSearch(
            ShapeChoice choice,
            Terms terms,
            LevelGroups levels,
            int[] groupsOfNode,
            int[] sparseTerms,
            double sparseStep,
            Effort effort) {
        this.effort = effort;
        this.engines = choice.engines();
        this.slots = choice.slots();
        this.owners = engines * slots;
        this.selects = choice.ports() / owners;
        this.nodes = terms.destinations();
        this.teamRows = (nodes + owners - 1) / owners;
        this.terms = terms;
        this.uses = Transposed.of(terms, nodes);
        this.groupsOfNode = groupsOfNode;
        this.sparseTerms = sparseTerms;
        this.sparseStep = sparseStep;
        this.scale = stepsPerEntry(levels, groupsOfNode);
        this.loads = new TeamLoads(teamRows * engines, engines, choice.ports(), levels);
        this.nodeAt = new int[teamRows * owners];
        this.positionOf = new int[nodes];
        this.engineSteps = new double[engines];
        this.engineSparse = new double[engines];
        start();
    }

    /** Mean number of levels of an entry: temperatures are in units of it. */
    private static double stepsPerEntry(LevelGroups levels, int[] groupsOfNode) {
        double sum = 0;
        for (int groups : groupsOfNode) {
            for (int g = 0; g < levels.count(); g++) {
                sum += (groups >> g & 1) * levels.weight()[g];
            }
        }
        return Math.max(1, sum / Math.max(1, groupsOfNode.length));
    }

    private int teamOf(int position) {
        return position / owners * engines + position % owners / slots;
    }

    private int bankOf(int position) {
        return position / owners % selects * owners + position % owners;
    }

    /** Deals the nodes by falling degree to all teams in turn, a team's next node always to another slot. */
    private void start() {
        Arrays.fill(nodeAt, -1);
        long[] order = new long[nodes];
        for (int v = 0; v < nodes; v++) {
            order[v] = (long) (Integer.MAX_VALUE - terms.countOf(v)) << 32 | v;
        }
        Arrays.sort(order);
        int teams = teamRows * engines;
        for (int i = 0; i < nodes; i++) {
            int round = i / teams;
            int team = round % 2 == 0 ? i % teams : teams - 1 - i % teams;
            int row = team / engines;
            int position = row * owners + team % engines * slots + (round + row) % slots;
            nodeAt[position] = (int) order[i];
        }
        compose();
        for (int position = 0; position < nodeAt.length; position++) {
            if (nodeAt[position] >= 0) {
                positionOf[nodeAt[position]] = position;
            }
        }
        for (int v = 0; v < nodes; v++) {
            int team = teamOf(positionOf[v]);
            engineSparse[team % engines] += sparseTerms[v] * sparseStep;
            for (int k = terms.rowStart()[v]; k < terms.rowStart()[v + 1]; k++) {
                int u = terms.source()[k];
                loads.add(team, bankOf(positionOf[u]), groupsOfNode[u]);
            }
        }
    }

    /** Exchanges nodes until the teams' numbers of entries lie just below multiples of the ports. */
    private void compose() {
        int ports = owners * selects;
        int[] sum = new int[teamRows * engines];
        for (int position = 0; position < nodeAt.length; position++) {
            sum[teamOf(position)] += countAt(position);
        }
        long exchanges = (long) effort.exchanges(nodes) * nodeAt.length;
        for (long m = 0; m < exchanges; m++) {
            int p = random.nextInt(nodeAt.length);
            int q = random.nextInt(nodeAt.length);
            int x = teamOf(p);
            int y = teamOf(q);
            int more = countAt(q) - countAt(p);
            long before =
                    SparseSearch.charge(sum[x] + SPARE_PORTS, ports) + SparseSearch.charge(sum[y] + SPARE_PORTS, ports);
            long after = SparseSearch.charge(sum[x] + more + SPARE_PORTS, ports)
                    + SparseSearch.charge(sum[y] - more + SPARE_PORTS, ports);
            if (x != y && after <= before) {
                sum[x] += more;
                sum[y] -= more;
                int held = nodeAt[p];
                nodeAt[p] = nodeAt[q];
                nodeAt[q] = held;
            }
        }
    }

    private int countAt(int position) {
        return nodeAt[position] < 0 ? 0 : terms.countOf(nodeAt[position]);
    }

    void run() {
        long moves = nodes < 2 ? 0 : (long) effort.moves(nodes) * nodes;
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            double progress = (double) epoch / EPOCHS;
            double temperature = scale * HOTTEST * Math.pow(COLDEST / HOTTEST, progress);
            loads.recharge(OVERFLOW_FIRST * Math.pow(OVERFLOW_LAST / OVERFLOW_FIRST, progress), engineSteps);
            for (long m = moves * epoch / EPOCHS; m < moves * (epoch + 1) / EPOCHS; m++) {
                tryMove(m, temperature);
            }
        }
    }

    private void tryMove(long number, double temperature) {
        int u = candidate(number);
        int to = partner(positionOf[u]);
        int w = nodeAt[to];
        boolean large = uses.count(u) > MANY_NEIGHBOURS || w >= 0 && uses.count(w) > MANY_NEIGHBOURS;
        if (w != u && !(large && random.nextInt(8) != 0)) {
            move(u, w, positionOf[u], to, temperature);
        }
    }

    private int candidate(long move) {
        for (int tries = 0; tries < 4 && (move & 3) != 0; tries++) {
            int team = random.nextInt(teamRows * engines);
            int port = loads.overflowingPort(team, random.nextInt(engines * slots * selects));
            if (port < 0) {
                continue;
            }
            int chosen = -1;
            int seen = 0;
            int first = team / engines * owners + team % engines * slots;
            for (int d = 0; d < slots; d++) {
                int v = nodeAt[first + d];
                for (int k = v < 0 ? 0 : terms.rowStart()[v]; v >= 0 && k < terms.rowStart()[v + 1]; k++) {
                    int u = terms.source()[k];
                    if (bankOf(positionOf[u]) == port && random.nextInt(++seen) == 0) {
                        chosen = (move & 1) == 0 ? u : v;
                    }
                }
            }
            if (chosen >= 0) {
                return chosen;
            }
        }
        return random.nextInt(nodes);
    }

    /** Same slot of another team, another slot of the same team, or anywhere. */
    private int partner(int position) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(teamRows) * owners + position % owners;
            case 1 -> position - position % slots + random.nextInt(slots);
            default -> random.nextInt(nodeAt.length);
        };
    }

    private void move(int u, int w, int from, int to, double temperature) {
        loads.resetDelta();
        exchange(u, w, from, to);
        int sparse = sparseTerms[u] - (w >= 0 ? sparseTerms[w] : 0);
        int fromEngine = teamOf(from) % engines;
        int toEngine = teamOf(to) % engines;
        double change = 0;
        double mean = 0;
        double meanChange = 0;
        for (int e = 0; e < engines; e++) {
            change += loads.delta[e];
            mean += engineSteps[e] / engines;
            meanChange += loads.delta[e] / engines;
        }
        for (int e = 0; e < engines; e++) {
            double off = engineSteps[e] - mean;
            double offAfter = off + loads.delta[e] - meanChange;
            change += IMBALANCE / scale * (offAfter * offAfter - off * off);
        }
        if (fromEngine != toEngine) {
            double shift = sparse * sparseStep;
            double gap = engineSparse[toEngine] - engineSparse[fromEngine] + shift;
            change += IMBALANCE / scale * 2 * shift * gap;
        }
        if (change <= 0 || random.nextDouble() < Math.exp(-change / temperature)) {
            accept(u, w, fromEngine, toEngine, sparse);
        } else {
            exchange(u, w, to, from);
        }
    }

    private void accept(int u, int w, int fromEngine, int toEngine, int sparse) {
        engineSparse[fromEngine] -= sparse * sparseStep;
        engineSparse[toEngine] += sparse * sparseStep;
        for (int e = 0; e < engines; e++) {
            engineSteps[e] += loads.delta[e];
        }
        retarget(u);
        if (w >= 0) {
            retarget(w);
        }
    }

    private void retarget(int u) {
        retargetTeam(teamOf(positionOf[u]));
        for (int k = uses.start()[u]; k < uses.start()[u + 1]; k++) {
            retargetTeam(teamOf(positionOf[uses.destination()[k]]));
        }
    }

    private void retargetTeam(int team) {
        engineSteps[team % engines] += loads.retarget(team);
    }

    /** Moves u to {@code to} and w (or nothing) to {@code from}. */
    private void exchange(int u, int w, int from, int to) {
        int fromTeam = teamOf(from);
        int toTeam = teamOf(to);
        removeTerms(u, fromTeam);
        removeTerms(w, toTeam);
        int fromBank = bankOf(from);
        int toBank = bankOf(to);
        if (fromBank != toBank) {
            moveUses(u, u, w, fromBank, toBank);
            moveUses(w, u, w, toBank, fromBank);
        }
        positionOf[u] = to;
        nodeAt[to] = u;
        nodeAt[from] = w;
        if (w >= 0) {
            positionOf[w] = from;
        }
        addTerms(u, toTeam);
        addTerms(w, fromTeam);
    }

    private void removeTerms(int v, int team) {
        for (int k = v < 0 ? 0 : terms.rowStart()[v]; v >= 0 && k < terms.rowStart()[v + 1]; k++) {
            int u = terms.source()[k];
            loads.remove(team, bankOf(positionOf[u]), groupsOfNode[u]);
        }
    }

    private void addTerms(int v, int team) {
        for (int k = v < 0 ? 0 : terms.rowStart()[v]; v >= 0 && k < terms.rowStart()[v + 1]; k++) {
            int u = terms.source()[k];
            loads.add(team, bankOf(positionOf[u]), groupsOfNode[u]);
        }
    }

    /** Terms of u and w themselves are not in the loads while they move. */
    private void moveUses(int row, int u, int w, int fromBank, int toBank) {
        for (int k = row < 0 ? 0 : uses.start()[row]; row >= 0 && k < uses.start()[row + 1]; k++) {
            int v = uses.destination()[k];
            if (v != u && v != w) {
                int team = teamOf(positionOf[v]);
                loads.remove(team, fromBank, groupsOfNode[row]);
                loads.add(team, toBank, groupsOfNode[row]);
            }
        }
    }

    int[] nodeBank() {
        int[] bank = new int[nodes];
        for (int v = 0; v < nodes; v++) {
            bank[v] = bankOf(positionOf[v]);
        }
        return bank;
    }

    Teams teams() {
        int[][] destination = new int[engines][teamRows * slots];
        for (int position = 0; position < nodeAt.length; position++) {
            int row = position / owners;
            int engine = position % owners / slots;
            destination[engine][row * slots + position % slots] = nodeAt[position];
        }
        return new Teams(slots, destination);
    }
}
