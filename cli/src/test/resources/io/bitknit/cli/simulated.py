# SPDX-License-Identifier: Apache-2.0
"""The self-test of bitknit_pynq.py, with the simulated board in the place of PYNQ's registers and streams."""
import struct
import subprocess

import bitknit_pynq


class SimulatedPort:
    def __init__(self):
        self.process = subprocess.Popen(
            ["vvp", "-n", "out/sim.vvp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)

    def _order(self, order):
        self.process.stdin.write(order)

    def _line(self):
        words = self.process.stdout.readline().split()
        assert words[0] == b"R" and len(words) == 2 + int(words[1], 16), words
        return bytes(int(word, 16) for word in words[2:])

    def read(self, offset):
        self._order(struct.pack(">cH", b"r", offset))
        response = self._line()
        assert response[0] == 0, response
        return struct.unpack(">I", response[1:])[0]

    def write(self, offset, value):
        self._order(struct.pack(">cHI", b"w", offset, value))
        assert self._line() == b"\0"

    def exchange(self, payload, wanted):
        if payload:
            self._order(struct.pack(">cH", b"W", len(payload)) + payload)
        if not wanted:
            return b""
        self._order(struct.pack(">cHI", b"R", wanted, 1000))
        return self._line()


bitknit_pynq.self_test(bitknit_pynq.Bitknit(None, "host/session.txt", "host.bin", SimulatedPort()))
