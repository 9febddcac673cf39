// SPDX-License-Identifier: Apache-2.0
// Properties of bitknit_reset_sync, included in it under FORMAL; proven for all requests by induction.
//
// V value    rst is 1 exactly if there was a request 2 to 18 cycles ago; power-up counts as one
// C cover    the reset ends, and begins again

// requests of the cycles before this one, the newest at the right
reg [17:0] past = 18'h3FFFF;
reg ended = 1'b0;
always @(posedge clk) begin
    past <= {past[16:0], request};
    ended <= ended || !rst;
end
reg [4:0] zeros;
integer k;
always @* begin
    zeros = 5'd0;
    for (k = 2; k < 18; k = k + 1)
        if (zeros == k - 2 && !past[k]) zeros = k - 1;
end

always @* begin
    // V
    assert (rst == (past[17:1] != 17'd0));
    // what makes the induction close
    assert (seen == past[1:0]);
    assert (held == zeros);
    // C
    cover (ended && rst);
end
