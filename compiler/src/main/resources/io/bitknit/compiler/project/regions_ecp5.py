# SPDX-License-Identifier: Apache-2.0
# A stripe of the device for every engine: left to itself the placer puts all of them into one part of it, so closely
# that there are not enough wires. nextpnr runs this before it places. Generated; do not edit.


def place(engines):
    columns = 0
    rows = 0
    for bel in ctx.getBels():
        x, y = bel.split("/")[:2]
        columns = max(columns, int(x[1:]) + 1)
        rows = max(rows, int(y[1:]) + 1)
    for engine in range(engines):
        first = columns * engine // engines
        after = columns * (engine + 1) // engines
        ctx.createRectangularRegion("engine%d" % engine, first, 0, after - 1, rows - 1)
    for name, cell in ctx.cells:
        for engine in range(engines):
            if "engines[%d]" % engine in name:
                ctx.constrainCellToRegion(name, "engine%d" % engine)
