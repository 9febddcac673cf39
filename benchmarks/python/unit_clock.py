#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Clock that one unit of a compiled design reaches on ECP5, alone between two shift registers.

    ./bitknit compile MODEL.q --board ulx3s-85f -o MODEL.design
    python3 benchmarks/python/unit_clock.py MODEL.design dense_unit

Needs yosys and nextpnr-ecp5 (Debian 13: apt-get install yosys nextpnr-ecp5). Prints the clock after routing on an
LFE5U-25F of speed grade 6, seed 1.
"""

import math
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

# widths are written as products, less 1, or as a highest bit
PORT = re.compile(
    r"^\s*(input|output)\s+(?:wire|reg)?\s*(?:\[(?:([0-9 *]+) - 1|(\d+)):0\])?\s*(\w+)\s*,?\s*(?://.*)?$", re.M
)


def ports(verilog, module):
    """Inputs and outputs of a module but its clock, as (name, width)."""
    text = verilog[verilog.index("module " + module) :]
    found = {"input": [], "output": []}
    for direction, product, highest, name in PORT.findall(text[: text.index(");")]):
        if name != "clk":
            width = math.prod(int(factor) for factor in product.split("*")) if product else int(highest or 0) + 1
            found[direction].append((name, width))
    return found["input"], found["output"]


def connections(register, named):
    at = 0
    for name, width in named:
        yield f".{name}({register}[{at} +: {width}])"
        at += width


def probe(verilog, module):
    inputs, outputs = ports(verilog, module)
    in_bits = sum(width for _, width in inputs)
    out_bits = sum(width for _, width in outputs)
    wires = [".clk(clk)", *connections("in", inputs), *connections("out", outputs)]
    return f"""module probe (input clk, input d, output q);
    reg [{in_bits - 1}:0] in;
    reg [{out_bits - 1}:0] held;
    wire [{out_bits - 1}:0] out;
    assign q = held[0];
    always @(posedge clk) begin
        in <= {{in, d}};
        held <= in[0] ? out : held >> 1;
    end
    {module} unit ({", ".join(wires)});
endmodule
"""


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: unit_clock.py DESIGN_FOLDER UNIT")
    source = pathlib.Path(sys.argv[1]) / "rtl" / f"bitknit_{sys.argv[2]}.v"
    if not source.is_file():
        sys.exit(f"error: there is no {source}; compile a design first")
    for tool in ("yosys", "nextpnr-ecp5"):
        if shutil.which(tool) is None:
            print(f"error: {tool} is missing; apt-get install yosys nextpnr-ecp5", file=sys.stderr)
            sys.exit(2)
    verilog = source.read_text()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "unit.v").write_text(verilog)
        (folder / "probe.v").write_text(probe(verilog, "bitknit_" + sys.argv[2]))
        synthesis = "read_verilog unit.v probe.v; synth_ecp5 -nowidelut -top probe -json netlist.json"
        place = "--25k --package CABGA381 --speed 6 --json netlist.json --freq 110 --seed 1".split()
        place += ["--timing-allow-fail", "--lpf-allow-unconstrained", "--log", "place.log"]
        for command in (["yosys", "-q", "-p", synthesis], ["nextpnr-ecp5", "-q", *place]):
            run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
            if run.returncode != 0:
                sys.exit(f"error: {command[0]} failed:\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
        log = (folder / "place.log").read_text()
        clock = re.findall(r"Max frequency for clock .*: ([0-9.]+) MHz", log)[-1]
        cells = re.search(r"TRELLIS_COMB:\s*(\d+)", log).group(1)
        print(f"{sys.argv[2]}: {clock} MHz, {cells} cells with the probe")


if __name__ == "__main__":
    main()
