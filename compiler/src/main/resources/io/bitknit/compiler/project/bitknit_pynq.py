# SPDX-License-Identifier: Apache-2.0
"""Host driver for boards with PYNQ: the calls of bitknit.h over AXI4-Lite and a DMA.

    from bitknit_pynq import Bitknit
    b = Bitknit("bitknit.bit", "session.txt", "../host.bin")
    b.load(); b.run(); print(b.scores(), b.counters())

As a program: the self-test. python3 bitknit_pynq.py BITSTREAM [SESSION IMAGE]
"""
import pathlib
import struct
import sys

import bitknit_registers as registers

EXCHANGE_BYTES = 4096


class Session:
    """What session.txt says: lines of a word and numbers."""

    def __init__(self, path):
        self.facts, self.reads, self.classes, self.bits, self.rows, self.expected = {}, [], [], {}, [], []
        ended = False
        for line in pathlib.Path(path).read_text().splitlines():
            word, *rest = line.split()
            if word == "read":
                self.reads.append(tuple(map(int, rest)))
            elif word == "class":
                self.classes.append(tuple(map(int, rest)))
            elif word == "bit":
                c, f, plane, octet, bit = map(int, rest)
                self.bits[c, f, plane] = octet, bit
            elif word == "row":
                self.rows.append(tuple(map(int, rest)))
            elif word == "expected":
                self.expected.append(list(map(int, rest)))
            elif word == "end":
                ended = True
            else:
                self.facts[word] = rest
        if not ended or self.number("bitknit-session") != 1:
            raise ValueError(f"{path}: not a whole session of version 1")

    def number(self, word, index=0):
        return int(self.facts[word][index])

    def decode(self, answer):
        """Scores as lists of classes, one per node, from the answer to all reads."""
        features = self.number("scores", 1)
        scores = []
        for c, start in self.rows:
            bits, factor, offset, exponent = self.classes[c]
            row = []
            for f in range(features):
                code = 0
                for plane in range(bits):
                    octet, bit = self.bits[c, f, plane]
                    code |= (answer[start + octet] >> bit & 1) << plane
                row.append((code * factor + offset) << exponent)
            scores.append(row)
        return scores


class Bitknit:
    """The accelerator behind registers (read, write) and streams (send, receive) of the processor."""

    def __init__(self, bitstream, session="session.txt", image="../host.bin", port=None):
        self.session = Session(session)
        self.image = pathlib.Path(image).read_bytes()[: self.session.number("image")]
        self.port = port if port is not None else PynqPort(bitstream)
        self.spoilt = False
        self.port.write(registers.CONTROL, 1)
        self.port.write(registers.CONTROL, 0)

    def identify(self):
        return [self.port.read(4 * i) for i in range(16)]

    def _exchange(self, payload, wanted):
        if wanted:
            self.port.write(registers.PACKET_BYTES, wanted)
        return self.port.exchange(payload, wanted)

    def _send_image(self, at, end):
        for start in range(at, end, EXCHANGE_BYTES):
            self._exchange(self.image[start : min(end, start + EXCHANGE_BYTES)], 0)

    def load(self):
        words = self.identify()
        if words[0] != registers.MAGIC_VALUE or words[1] != registers.FORMAT_VALUE:
            raise RuntimeError("this is no bitstream of ours, or of another version")
        model = "".join(f"{word:08x}" for word in words[8:16])
        if [model] != self.session.facts["model_digest"]:
            raise RuntimeError(f"the bitstream was made for another model, {model}")
        shape = self._exchange(b"I", 4).hex()
        if [shape] != self.session.facts["shape_digest"]:
            raise RuntimeError(f"the bitstream has another shape, {shape}")
        self._send_image(0, len(self.image))
        self.spoilt = False

    def run(self):
        """A run spoils the rows of the first tensor: every run but the first sends them again."""
        if self.spoilt:
            at = self.session.number("rows")
            self._send_image(at, at + self.session.number("rows", 1))
        self.spoilt = True
        if self._exchange(b"G", 1) != b"D":
            raise RuntimeError("the run did not end well")

    def _words(self, memory, engine, address, words, word_bytes):
        out = b""
        while words:
            part = min(words, EXCHANGE_BYTES // word_bytes)
            out += self._exchange(struct.pack(">cBBII", b"R", memory, engine, address, part), part * word_bytes)
            address, words = address + part, words - part
        return out

    def scores(self):
        word_bytes = self.session.number("word_bytes")
        return self.session.decode(b"".join(self._words(2, *read, word_bytes) for read in self.session.reads))

    def counters(self):
        words = 1 + 3 * self.session.number("engines")
        return list(struct.unpack(f">{words}I", self._words(8, 0, 0, words, 4)))


class PynqPort:
    """Registers and streams as PYNQ reaches them; the names are those of board/vivado.tcl."""

    def __init__(self, bitstream):
        import numpy
        import pynq

        overlay = pynq.Overlay(str(bitstream))
        self.registers = overlay.accelerator
        self.dma = overlay.dma
        self.out = pynq.allocate(EXCHANGE_BYTES, dtype=numpy.uint8)
        self.answer = pynq.allocate(EXCHANGE_BYTES, dtype=numpy.uint8)

    def read(self, offset):
        return self.registers.read(offset)

    def write(self, offset, value):
        self.registers.write(offset, value)

    def exchange(self, payload, wanted):
        if wanted:
            self.dma.recvchannel.transfer(self.answer, nbytes=wanted)
        if payload:
            self.out[: len(payload)] = list(payload)
            self.dma.sendchannel.transfer(self.out, nbytes=len(payload))
            self.dma.sendchannel.wait()
        if wanted:
            self.dma.recvchannel.wait()
        return bytes(self.answer[:wanted])


def self_test(accelerator):
    accelerator.load()
    for _ in range(2):
        accelerator.run()
        if accelerator.scores() != accelerator.session.expected:
            raise SystemExit("FAIL: the scores are not those of the reference")
        cycles = accelerator.counters()[0]
        if cycles != accelerator.session.number("cycles"):
            raise SystemExit(f"FAIL: {cycles} cycles, predicted {accelerator.session.number('cycles')}")
    print(f"PASS: the scores are those of the reference, {cycles} cycles as predicted")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 4):
        raise SystemExit(__doc__)
    self_test(Bitknit(*sys.argv[1:]))
