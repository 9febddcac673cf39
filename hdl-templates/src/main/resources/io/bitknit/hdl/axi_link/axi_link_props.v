// SPDX-License-Identifier: Apache-2.0
// Properties of bitknit_axi_link, included in it under FORMAL; proven for all masters by induction.
//
// R reset    after reset nothing is offered
// H hold     what is offered on any channel stays until it is taken
// A answer   as many responses as requests: never more, and none while no request is there
// E error    a write of a register that is not for writing is SLVERR; so is a read of an unknown one, and it gives 0
// K keep     the bytes of a beat of answers are the first ones
// C cover    a write whose data come first, a read, a packet of two beats

reg after_reset = 1'b0;
always @(posedge aclk) after_reset <= 1'b1;
always @* if (!after_reset) assume (!aresetn);

reg was_reset = 1'b1;
reg b_held = 1'b0;
reg [1:0] b_before;
reg r_held = 1'b0;
reg [33:0] r_before;
reg m_held = 1'b0;
reg [36:0] m_before;
reg [1:0] writes = 2'd0; // addresses taken less responses taken
reg [1:0] datas = 2'd0;
reg [1:0] reads = 2'd0;
reg refused;
reg w_first = 1'b0;
reg two = 1'b0;
always @(posedge aclk) begin
    was_reset <= !aresetn;
    b_held <= s_axi_bvalid && !s_axi_bready && aresetn;
    b_before <= s_axi_bresp;
    r_held <= s_axi_rvalid && !s_axi_rready && aresetn;
    r_before <= {s_axi_rdata, s_axi_rresp};
    m_held <= m_axis_tvalid && !m_axis_tready && aresetn;
    m_before <= {m_axis_tdata, m_axis_tkeep, m_axis_tlast};
    writes <= !aresetn ? 2'd0
        : writes + {1'b0, s_axi_awvalid && s_axi_awready} - {1'b0, s_axi_bvalid && s_axi_bready};
    datas <= !aresetn ? 2'd0
        : datas + {1'b0, s_axi_wvalid && s_axi_wready} - {1'b0, s_axi_bvalid && s_axi_bready};
    reads <= !aresetn ? 2'd0
        : reads + {1'b0, s_axi_arvalid && s_axi_arready} - {1'b0, s_axi_rvalid && s_axi_rready};
    // only these three can be written
    if (write) refused <= aw_word != CONTROL && aw_word != PACKET_BYTES && aw_word != SCRATCH;
    w_first <= aresetn && (w_first || (w_full && !aw_full));
    two <= aresetn && (two || (m_axis_tvalid && m_axis_tready && !m_axis_tlast));
end

always @* if (after_reset) begin
    // R
    if (was_reset) assert (!s_axi_bvalid && !s_axi_rvalid && !m_axis_tvalid);
    // H
    if (b_held) assert (s_axi_bvalid && s_axi_bresp == b_before);
    if (r_held) assert (s_axi_rvalid && {s_axi_rdata, s_axi_rresp} == r_before);
    if (m_held) assert (m_axis_tvalid && {m_axis_tdata, m_axis_tkeep, m_axis_tlast} == m_before);
    // A
    assert (writes == {1'b0, s_axi_bvalid} + {1'b0, aw_full});
    assert (datas == {1'b0, s_axi_bvalid} + {1'b0, w_full});
    assert (reads == {1'b0, s_axi_rvalid} + {1'b0, ar_full});
    // E
    if (s_axi_rvalid) assert (s_axi_rresp == OKAY || (s_axi_rresp == SLVERR && s_axi_rdata == 32'd0));
    if (s_axi_bvalid) assert (s_axi_bresp == (refused ? SLVERR : OKAY));
    // K
    if (m_axis_tvalid)
        assert (m_axis_tkeep == 4'b1111
            || (m_axis_tlast && (m_axis_tkeep == 4'b0001 || m_axis_tkeep == 4'b0011 || m_axis_tkeep == 4'b0111)));
    assert (out_keep == 4'b0000 || out_keep == 4'b0001 || out_keep == 4'b0011 || out_keep == 4'b0111
        || out_keep == 4'b1111);
    if (!was_reset) assert (out_full || out_keep != 4'b1111);
    if (out_full) assert (out_keep != 4'b0000 && (out_last || out_keep == 4'b1111));
    // C
    cover (s_axi_bvalid && s_axi_bready && w_first);
    cover (s_axi_rvalid && s_axi_rready && s_axi_rresp == SLVERR);
    cover (two && m_axis_tvalid && m_axis_tlast);
end
