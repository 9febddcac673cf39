// SPDX-License-Identifier: Apache-2.0
/**
 * Errors for people. Read {@link io.bitknit.model.diag.UserException} first. Imports nothing of ours.
 */
package io.bitknit.model.diag;
