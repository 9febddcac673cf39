// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks.rules;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Packages that may import certain others.
 *
 * @param packageName package; those below belong to it as well, unless a layer of their own names them
 * @param mayImport packages of other layers that its classes may use
 */
record Layer(String packageName, Set<String> mayImport) {
    /** Sentences about classes that use what their layer may not; sorted. */
    static List<String> violations(Iterable<JavaClass> classes, List<Layer> layers) {
        Set<String> found = new TreeSet<>();
        for (JavaClass from : classes) {
            Optional<Layer> own = of(from, layers);
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                Optional<Layer> other = of(dependency.getTargetClass().getBaseComponentType(), layers);
                if (own.isPresent() && other.isPresent() && !own.get().allows(other.get())) {
                    found.add(from.getName() + " (" + own.get().packageName() + ") may not use "
                            + dependency.getTargetClass().getName() + " ("
                            + other.get().packageName() + ")");
                }
            }
        }
        return List.copyOf(found);
    }

    /** The layer of the longest package name that holds the class. */
    static Optional<Layer> of(JavaClass javaClass, List<Layer> layers) {
        String name = javaClass.getPackageName() + ".";
        Optional<Layer> longest = Optional.empty();
        for (Layer layer : layers) {
            boolean holds = name.startsWith(layer.packageName + ".");
            if (holds
                    && longest.filter(l -> l.packageName.length() > layer.packageName.length())
                            .isEmpty()) {
                longest = Optional.of(layer);
            }
        }
        return longest;
    }

    private boolean allows(Layer other) {
        return equals(other) || mayImport.contains(other.packageName);
    }
}
