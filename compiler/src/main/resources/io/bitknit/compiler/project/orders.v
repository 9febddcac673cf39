// SPDX-License-Identifier: Apache-2.0
    // Orders of the host program on standard input, answers on standard output; bytes of the board in a ring.
    localparam IN = 32'h8000_0000;
    localparam OUT = 32'h8000_0001;
    reg [7:0] received [0:4095];
    integer head = 0;
    integer tail = 0;
    integer order;
    integer number;
    integer left;
    integer seen;
    integer quiet;
    integer wait_cycles;
    reg [31:0] value;
    function integer octet;
        input integer unused;
        octet = $fgetc(IN) & 255;
    endfunction
    task get_number;
        begin
            number = octet(0) * 256;
            number = number + octet(0);
        end
    endtask
    task get_value;
        begin
            value = octet(0);
            value = value * 256 + octet(0);
            value = value * 256 + octet(0);
            value = value * 256 + octet(0);
        end
    endtask
    // waits for as many bytes as number says, at most so many milliseconds after the last as value says, and prints them
    task answer;
        begin
            get_value;
            wait_cycles = value * MILLISECOND;
            seen = tail;
            quiet = 0;
            while (tail - head < number && quiet < wait_cycles) begin
                @(negedge clk);
                quiet = tail == seen ? quiet + 1 : 0;
                seen = tail;
            end
            if (tail - head < number) number = tail - head;
            $fwrite(OUT, "R %0h", number);
            for (left = number; left > 0; left = left - 1) begin
                $fwrite(OUT, " %h", received[head % 4096]);
                head = head + 1;
            end
            $fwrite(OUT, "\n");
            $fflush(OUT);
        end
    endtask
