// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

/**
 * How many entries each team has per level group and port, and what that costs. Each (team, group) has a target: the
 * number of steps that its levels shall take. Entries above the target overflow; an overflow is charged less than the
 * step that removes it would cost, which gives a search a slope to go down on. Changing one entry changes the charge in
 * constant time.
 */
final class TeamLoads {
    private final int ports;
    private final int groups;
    private final int[] weight;
    private final int[] load;
    private final int[] target;

    /** Change of the charge since {@link #resetDelta}, per engine, in steps. */
    final double[] delta;

    private final int engines;
    private double overflowCharge = 1;

    TeamLoads(int teams, int engines, int ports, LevelGroups levels) {
        this.ports = ports;
        this.groups = levels.count();
        this.weight = levels.weight();
        this.load = new int[Math.multiplyExact(teams * groups, ports)];
        this.target = new int[teams * groups];
        this.engines = engines;
        this.delta = new double[engines];
    }

    /**
     * Sets what an overflowing entry is charged, in steps, and the cheapest targets of all teams under it.
     *
     * @param charges receives every engine's charge
     */
    void recharge(double newOverflowCharge, double[] charges) {
        overflowCharge = newOverflowCharge;
        java.util.Arrays.fill(charges, 0);
        for (int cell = 0; cell < target.length; cell++) {
            retargetCell(cell);
            int over = 0;
            for (int p = 0; p < ports; p++) {
                over += Math.max(0, load[cell * ports + p] - target[cell]);
            }
            double charge = target[cell] + overflowCharge * over;
            charges[cell / groups % engines] += weight[cell % groups] * charge;
        }
    }

    void resetDelta() {
        java.util.Arrays.fill(delta, 0);
    }

    /** Adds an entry that is active in the given groups. */
    void add(int team, int port, int inGroups) {
        for (int left = inGroups; left != 0; left &= left - 1) {
            int g = Integer.numberOfTrailingZeros(left);
            int cell = team * groups + g;
            if (load[cell * ports + port]++ >= target[cell]) {
                delta[team % engines] += overflowCharge * weight[g];
            }
        }
    }

    /** Removes an entry. */
    void remove(int team, int port, int inGroups) {
        for (int left = inGroups; left != 0; left &= left - 1) {
            int g = Integer.numberOfTrailingZeros(left);
            int cell = team * groups + g;
            if (load[cell * ports + port]-- > target[cell]) {
                delta[team % engines] -= overflowCharge * weight[g];
            }
        }
    }

    /** Sets the cheapest targets of a team; returns the change of its charge. */
    double retarget(int team) {
        double change = 0;
        for (int g = 0; g < groups; g++) {
            change += weight[g] * retargetCell(team * groups + g);
        }
        return change;
    }

    private double retargetCell(int cell) {
        int from = cell * ports;
        int most = 0;
        int sum = 0;
        int over = 0;
        for (int p = 0; p < ports; p++) {
            int x = load[from + p];
            most = Math.max(most, x);
            sum += x;
            over += Math.max(0, x - target[cell]);
        }
        double before = target[cell] + overflowCharge * over;
        int least = (sum + ports - 1) / ports;
        double best = most;
        int bestTarget = most;
        // Targets far from both ends are never the cheapest: an entry that overflows once costs as if it did alone.
        for (int t = least; t < most; t = t == least + 2 && most - 2 > t ? most - 2 : t + 1) {
            int o = 0;
            for (int p = 0; p < ports; p++) {
                o += Math.max(0, load[from + p] - t);
            }
            if (t + overflowCharge * o < best) {
                best = t + overflowCharge * o;
                bestTarget = t;
            }
        }
        target[cell] = bestTarget;
        return best - before;
    }

    /** A port on which the team overflows in some group, looking from {@code start} on; -1 if there is none. */
    int overflowingPort(int team, int start) {
        for (int g = 0; g < groups; g++) {
            int cell = team * groups + g;
            for (int i = 0; i < ports; i++) {
                int p = start + i < ports ? start + i : start + i - ports;
                if (load[cell * ports + p] > target[cell]) {
                    return p;
                }
            }
        }
        return -1;
    }

    /** Steps of a team if every group's windows were as short as its fullest port allows. */
    int steps(int team) {
        int steps = 0;
        for (int g = 0; g < groups; g++) {
            int most = 0;
            for (int p = 0; p < ports; p++) {
                most = Math.max(most, load[(team * groups + g) * ports + p]);
            }
            steps += weight[g] * most;
        }
        return steps;
    }
}
