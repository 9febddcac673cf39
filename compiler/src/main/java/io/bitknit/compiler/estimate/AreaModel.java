// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.estimate;

import io.bitknit.boards.Family;
import io.bitknit.hdl.AcceleratorShape;

/** Area of an accelerator of any shape on a family of devices. */
@FunctionalInterface
public interface AreaModel {
    Area of(AcceleratorShape shape, Family family);
}
