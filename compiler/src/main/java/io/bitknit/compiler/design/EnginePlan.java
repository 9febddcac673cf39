// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.design;

/**
 * What one engine does in one phase. Indices point into the {@link EngineImage} of the engine.
 *
 * @param runStart first run
 * @param runEnd one past the last run, which is the END run
 * @param beatStart first descriptor beat
 * @param teams number of teams
 * @param destination {@code [teams * slots]} row of the output tensor that each slot sums, -1 for none; never mutated
 * @param lastStep {@code [teams]} index of the team's last step, counted from 1: it is in cycle
 *     {@code phase start + lastStep}; ascending; never mutated
 * @param steps steps of the engine in this phase, idle ones included
 */
public record EnginePlan(
        int runStart, int runEnd, int beatStart, int teams, int[] destination, int[] lastStep, int steps) {}
