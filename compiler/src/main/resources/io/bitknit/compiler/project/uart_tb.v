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

    reg clk = 1'b0;
    always #5 clk = !clk;

`ORDERS

    reg rx = 1'b1;
    wire tx;
    wire alive;
    wire busy;
    wire dropped;
    bitknit_system #(.BIT_CYCLES(BIT), .GAP_CYCLES(GAP)) system (
        .clk(clk), .reset_request(1'b0), .uart_rx(rx), .uart_tx(tx), .alive(alive), .busy(busy), .dropped(dropped)
    );

    // the line's other end
    reg [7:0] shift;
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

    initial begin
        repeat (40) @(posedge clk);
        order = $fgetc(IN);
        while (order == "W" || order == "R") begin
            get_number;
            if (order == "W") begin
                for (left = number; left > 0; left = left - 1) send(octet(0));
            end else answer;
            order = $fgetc(IN);
        end
        $finish(0);
    end
endmodule
`default_nettype wire
