// SPDX-License-Identifier: Apache-2.0
// Simulated board with a serial line. Takes orders from standard input, answers on standard output:
//   W count[2] bytes        sends the bytes on the line
//   R count[2] wait[4]      waits for as many bytes of the line, at most so many milliseconds after the last; prints
//                           R, their number and the bytes, hexadecimal
// The line runs at 4 cycles per bit, and a millisecond counts as 200 cycles: waiting is short, frames are the same.
`default_nettype none
`timescale 1ns / 1ps
module board_tb;
    localparam BIT = 4;
    localparam GAP = 2000;
    localparam MILLISECOND = 200;
    localparam IN = 32'h8000_0000;
    localparam OUT = 32'h8000_0001;

    reg clk = 1'b0;
    always #5 clk = !clk;
    reg rx = 1'b1;
    wire tx;
    wire alive;
    wire busy;
    wire dropped;
    bitknit_system #(.BIT_CYCLES(BIT), .GAP_CYCLES(GAP)) system (
        .clk(clk), .reset_request(1'b0), .uart_rx(rx), .uart_tx(tx), .alive(alive), .busy(busy), .dropped(dropped)
    );

    // the line's other end
    reg [7:0] received [0:4095];
    reg [7:0] shift;
    integer head = 0;
    integer tail = 0;
    integer bit_number;
    initial
        forever begin
            @(negedge tx);
            repeat (BIT + BIT / 2) @(posedge clk);
            for (bit_number = 0; bit_number < 8; bit_number = bit_number + 1) begin
                shift[bit_number] = tx;
                repeat (BIT) @(posedge clk);
            end
            received[tail % 4096] = shift;
            tail = tail + 1;
        end

    task send;
        input [7:0] data;
        integer i;
        begin
            rx = 1'b0;
            repeat (BIT) @(posedge clk);
            for (i = 0; i < 8; i = i + 1) begin
                rx = data[i];
                repeat (BIT) @(posedge clk);
            end
            rx = 1'b1;
            repeat (BIT) @(posedge clk);
        end
    endtask

    integer order;
    integer number;
    integer left;
    integer seen;
    integer quiet;
    integer wait_cycles;
    function integer octet;
        input integer unused;
        octet = $fgetc(IN) & 255;
    endfunction

    initial begin
        repeat (40) @(posedge clk);
        order = $fgetc(IN);
        while (order == "W" || order == "R") begin
            number = octet(0) * 256;
            number = number + octet(0);
            if (order == "W") begin
                for (left = number; left > 0; left = left - 1) send(octet(0));
            end else begin
                wait_cycles = octet(0);
                wait_cycles = wait_cycles * 256 + octet(0);
                wait_cycles = wait_cycles * 256 + octet(0);
                wait_cycles = (wait_cycles * 256 + octet(0)) * MILLISECOND;
                seen = tail;
                quiet = 0;
                while (tail - head < number && quiet < wait_cycles) begin
                    @(posedge clk);
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
            order = $fgetc(IN);
        end
        $finish(0);
    end
endmodule
`default_nettype wire
