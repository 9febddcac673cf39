# Vivado: the accelerator beside the processor, with a DMA for its streams, to out/bitknit.bit and out/bitknit.hwh.
# Generated; do not edit.
set out out
create_project -force bitknit $out/vivado -part $part
add_files $sources
read_xdc $constraints
update_compile_order -fileset sources_1
create_bd_design system

if {$zynq7} {
set ps [create_bd_cell -type ip -vlnv xilinx.com:ip:processing_system7 ps]
apply_bd_automation -rule xilinx.com:bd_rule:processing_system7 -config {make_external "FIXED_IO, DDR"} $ps
set_property -dict [list CONFIG.PCW_FPGA0_PERIPHERAL_FREQMHZ $clock_mhz \
    CONFIG.PCW_USE_S_AXI_HP0 1 CONFIG.PCW_USE_FABRIC_INTERRUPT 1] $ps
set clock $ps/FCLK_CLK0
set master $ps/M_AXI_GP0
set memory $ps/S_AXI_HP0
} else {
set ps [create_bd_cell -type ip -vlnv xilinx.com:ip:zynq_ultra_ps_e ps]
set_property -dict [list CONFIG.PSU__CRL_APB__PL0_REF_CTRL__FREQMHZ $clock_mhz \
    CONFIG.PSU__USE__M_AXI_GP0 1 CONFIG.PSU__USE__M_AXI_GP1 0 CONFIG.PSU__USE__M_AXI_GP2 0 \
    CONFIG.PSU__USE__S_AXI_GP2 1] $ps
set clock $ps/pl_clk0
set master $ps/M_AXI_HPM0_FPD
set memory $ps/S_AXI_HP0_FPD
}

set accelerator [create_bd_cell -type module -reference bitknit_system accelerator]
set dma [create_bd_cell -type ip -vlnv xilinx.com:ip:axi_dma dma]
set_property -dict [list CONFIG.c_include_sg 0 CONFIG.c_sg_length_width 26 \
    CONFIG.c_m_axis_mm2s_tdata_width 32 CONFIG.c_include_mm2s_dre 1 CONFIG.c_include_s2mm_dre 1] $dma

foreach slave [list accelerator/s_axi dma/S_AXI_LITE] {
    apply_bd_automation -rule xilinx.com:bd_rule:axi4 \
        -config [list Master $master Slave /$slave Clk_master $clock Clk_slave $clock Clk_xbar $clock] \
        [get_bd_intf_pins $slave]
}
foreach port [list M_AXI_MM2S M_AXI_S2MM] {
    apply_bd_automation -rule xilinx.com:bd_rule:axi4 \
        -config [list Master /dma/$port Slave $memory Clk_master $clock Clk_slave $clock Clk_xbar $clock] \
        [get_bd_intf_pins $memory]
}
connect_bd_intf_net [get_bd_intf_pins dma/M_AXIS_MM2S] [get_bd_intf_pins accelerator/s_axis]
connect_bd_intf_net [get_bd_intf_pins accelerator/m_axis] [get_bd_intf_pins dma/S_AXIS_S2MM]
foreach {port light} $leds {
    create_bd_port -dir O $port
    connect_bd_net [get_bd_pins accelerator/$light] [get_bd_ports $port]
}
assign_bd_address
validate_bd_design
make_wrapper -files [get_files system.bd] -top -import
set_property top system_wrapper [current_fileset]

launch_runs impl_1 -to_step write_bitstream -jobs 4
wait_on_run impl_1
open_run impl_1
report_utilization -file $out/utilization.txt
report_timing_summary -file $out/timing.txt
set slack [get_property SLACK [get_timing_paths -max_paths 1 -setup]]
puts "bitknit: slack $slack ns at $clock_mhz MHz"
if {$slack < 0} { error "the timing is not met" }
file copy -force [glob $out/vivado/bitknit.runs/impl_1/*.bit] $out/bitknit.bit
file copy -force [glob $out/vivado/bitknit.gen/sources_1/bd/system/hw_handoff/system.hwh] $out/bitknit.hwh
