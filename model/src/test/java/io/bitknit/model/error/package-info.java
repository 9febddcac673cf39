// SPDX-License-Identifier: Apache-2.0
/** Every error of the module with the input that causes it. Read {@link io.bitknit.model.error.ErrorGoldenTest} first. */
package io.bitknit.model.error;
