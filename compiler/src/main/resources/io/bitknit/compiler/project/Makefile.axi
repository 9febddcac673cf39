
selftest:
	@echo "copy host/, host.bin and the bitstream to the board, then: python3 host/bitknit_pynq.py BITSTREAM" >&2; exit 1
