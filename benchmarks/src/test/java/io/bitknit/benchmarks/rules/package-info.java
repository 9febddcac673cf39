// SPDX-License-Identifier: Apache-2.0
/**
 * The rules of the whole project as tests. Read {@link io.bitknit.benchmarks.rules.LintTest} and
 * {@link io.bitknit.benchmarks.rules.LayersTest} first. Imports nothing of ours; looks at all of it.
 */
package io.bitknit.benchmarks.rules;
