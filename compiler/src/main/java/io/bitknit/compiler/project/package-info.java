// SPDX-License-Identifier: Apache-2.0
/**
 * What stands around an accelerator on a board: top level, constraints, build script, simulation, host drivers. Read
 * {@link io.bitknit.compiler.project.Project} first. Imports only: model, hdl, boards, the packages design and program.
 */
package io.bitknit.compiler.project;
