// SPDX-License-Identifier: Apache-2.0
/**
 * Every error of the module with the input that causes it. Read {@link io.bitknit.model.error.ErrorGoldenTest} first.
 * Imports only: the module's own packages.
 */
package io.bitknit.model.error;
