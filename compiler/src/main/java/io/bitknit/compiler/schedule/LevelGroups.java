// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * Levels at which the same formats are active, taken together: what a team costs is, summed over the groups, the
 * group's weight times the largest number of active entries on any port.
 *
 * @param weight {@code [groups]} number of levels; never mutated
 * @param groupsOfClass {@code [classes]} bit g is set if the class is active in group g; never mutated
 */
record LevelGroups(int[] weight, int[] groupsOfClass) {
    static LevelGroups of(PhaseClasses classes) {
        List<Integer> masks = new ArrayList<>();
        List<Integer> weights = new ArrayList<>();
        for (int mask : classes.activeAtLevels()) {
            if (mask == 0) {
                continue;
            }
            int known = masks.indexOf(mask);
            if (known < 0) {
                masks.add(mask);
                weights.add(1);
            } else {
                weights.set(known, weights.get(known) + 1);
            }
        }
        int[] groupsOfClass = new int[Math.max(1, classes.classes().size())];
        for (int g = 0; g < masks.size(); g++) {
            for (int c = 0; c < groupsOfClass.length; c++) {
                groupsOfClass[c] |= (masks.get(g) >> c & 1) << g;
            }
        }
        return new LevelGroups(weights.stream().mapToInt(Integer::intValue).toArray(), groupsOfClass);
    }

    int count() {
        return weight.length;
    }
}
