// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks.rules;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Packages that import each other, directly or by way of others. */
final class Circles {
    private Circles() {}

    /** Pairs of packages below a root of which each reaches the other; sorted. */
    static List<String> between(Iterable<JavaClass> classes, String root) {
        Map<String, Set<String>> imports = new TreeMap<>();
        for (JavaClass from : classes) {
            Set<String> targets = imports.computeIfAbsent(from.getPackageName(), name -> new TreeSet<>());
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                String target =
                        dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (target.startsWith(root + ".") && !target.equals(from.getPackageName())) {
                    targets.add(target);
                }
            }
        }
        List<String> found = new ArrayList<>();
        for (String one : imports.keySet()) {
            for (String other : reachable(imports, one)) {
                if (one.compareTo(other) < 0 && reachable(imports, other).contains(one)) {
                    found.add(one + " and " + other + " import each other");
                }
            }
        }
        return found;
    }

    private static Set<String> reachable(Map<String, Set<String>> imports, String from) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(imports.getOrDefault(from, Set.of()));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (seen.add(next)) {
                open.addAll(imports.getOrDefault(next, Set.of()));
            }
        }
        return new TreeSet<>(seen);
    }
}
