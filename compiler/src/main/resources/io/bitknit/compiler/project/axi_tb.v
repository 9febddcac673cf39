// SPDX-License-Identifier: Apache-2.0
// Simulated board with AXI ports. Takes orders from standard input, answers on standard output, a line for each but W:
//   W count[2] bytes        sends the bytes as a packet of the command stream
//   R count[2] wait[4]      waits for as many bytes of the answer stream, at most so many milliseconds after the last
//   w offset[2] value[4]    writes a register; prints its response
//   r offset[2]             reads a register; prints its response and its value
// A line is R, the number of bytes and the bytes, hexadecimal; a millisecond counts as 500 cycles. Valid and ready come
// at random.
`default_nettype none
`timescale 1ns / 1ps
module board_tb;
    localparam MILLISECOND = 500;

    reg clk = 1'b0;
    always #5 clk = !clk;

`ORDERS

    reg aresetn = 1'b0;
    reg [11:0] awaddr = 0;
    reg awvalid = 0;
    wire awready;
    reg [31:0] wdata = 0;
    reg wvalid = 0;
    wire wready;
    wire [1:0] bresp;
    wire bvalid;
    reg bready = 0;
    reg [11:0] araddr = 0;
    reg arvalid = 0;
    wire arready;
    wire [31:0] rdata;
    wire [1:0] rresp;
    wire rvalid;
    reg rready = 0;
    reg [31:0] s_tdata = 0;
    reg [3:0] s_tkeep = 0;
    reg s_tlast = 0;
    reg s_tvalid = 0;
    wire s_tready;
    wire [31:0] m_tdata;
    wire [3:0] m_tkeep;
    wire m_tlast;
    wire m_tvalid;
    reg m_tready = 0;
    wire alive;
    wire busy;
    bitknit_system system (
        .aclk(clk), .aresetn(aresetn),
        .s_axi_awaddr(awaddr), .s_axi_awprot(3'd0), .s_axi_awvalid(awvalid), .s_axi_awready(awready),
        .s_axi_wdata(wdata), .s_axi_wstrb(4'hF), .s_axi_wvalid(wvalid), .s_axi_wready(wready),
        .s_axi_bresp(bresp), .s_axi_bvalid(bvalid), .s_axi_bready(bready),
        .s_axi_araddr(araddr), .s_axi_arprot(3'd0), .s_axi_arvalid(arvalid), .s_axi_arready(arready),
        .s_axi_rdata(rdata), .s_axi_rresp(rresp), .s_axi_rvalid(rvalid), .s_axi_rready(rready),
        .s_axis_tdata(s_tdata), .s_axis_tkeep(s_tkeep), .s_axis_tlast(s_tlast), .s_axis_tvalid(s_tvalid),
        .s_axis_tready(s_tready),
        .m_axis_tdata(m_tdata), .m_axis_tkeep(m_tkeep), .m_axis_tlast(m_tlast), .m_axis_tvalid(m_tvalid),
        .m_axis_tready(m_tready), .alive(alive), .busy(busy)
    );

    integer lane;
    integer seed = 1;
    always @(posedge clk)
        if (m_tvalid && m_tready)
            for (lane = 0; lane < 4; lane = lane + 1)
                if (m_tkeep[lane]) begin
                    received[tail % 4096] = m_tdata[8*lane +: 8];
                    tail = tail + 1;
                end
    always @(negedge clk) m_tready = $random(seed) % 4 != 0;

    task beat;
        input last;
        begin
            while ($random(seed) % 4 == 0) @(negedge clk);
            s_tvalid = 1'b1;
            s_tlast = last;
            @(posedge clk);
            while (!s_tready) @(posedge clk);
            @(negedge clk);
            s_tvalid = 1'b0;
            s_tkeep = 4'd0;
        end
    endtask

    integer offset;

    initial begin
        repeat (20) @(posedge clk);
        @(negedge clk);
        aresetn = 1'b1;
        repeat (40) @(negedge clk);
        order = $fgetc(IN);
        while (order == "W" || order == "R" || order == "w" || order == "r") begin
            get_number;
            if (order == "W") begin
                offset = 0;
                for (left = number; left > 0; left = left - 1) begin
                    s_tdata[8*offset +: 8] = octet(0);
                    s_tkeep[offset] = 1'b1;
                    offset = offset + 1;
                    if (offset == 4 || left == 1) begin
                        beat(left == 1);
                        offset = 0;
                    end
                end
            end else if (order == "w") begin
                awaddr = number;
                get_value;
                wdata = value;
                // data before address as often as after it
                if ($random(seed) % 2 == 0) begin
                    wvalid = 1'b1;
                    @(posedge clk);
                    while (!wready) @(posedge clk);
                    @(negedge clk) wvalid = 1'b0;
                    awvalid = 1'b1;
                    @(posedge clk);
                    while (!awready) @(posedge clk);
                    @(negedge clk) awvalid = 1'b0;
                end else begin
                    awvalid = 1'b1;
                    @(posedge clk);
                    while (!awready) @(posedge clk);
                    @(negedge clk) awvalid = 1'b0;
                    wvalid = 1'b1;
                    @(posedge clk);
                    while (!wready) @(posedge clk);
                    @(negedge clk) wvalid = 1'b0;
                end
                bready = 1'b1;
                @(posedge clk);
                while (!bvalid) @(posedge clk);
                $fwrite(OUT, "R 1 %0h\n", bresp);
                $fflush(OUT);
                @(negedge clk) bready = 1'b0;
            end else if (order == "r") begin
                araddr = number;
                arvalid = 1'b1;
                @(posedge clk);
                while (!arready) @(posedge clk);
                @(negedge clk) arvalid = 1'b0;
                rready = 1'b1;
                @(posedge clk);
                while (!rvalid) @(posedge clk);
                $fwrite(OUT, "R 5 %0h %h %h %h %h\n", rresp, rdata[31:24], rdata[23:16], rdata[15:8], rdata[7:0]);
                $fflush(OUT);
                @(negedge clk) rready = 1'b0;
            end else answer;
            order = $fgetc(IN);
        end
        $finish(0);
    end
endmodule
`default_nettype wire
