package io.iamtighten.usage;

import java.util.Map;
import java.util.Optional;

/**
 * The prefixes of EC2's resource identifiers, which tell the type whatever the parameter is called.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html">Resource IDs</a>
 */
final class Ec2Ids {
    /** From prefix to the variable of the type's ARN template. */
    private static final Map<String, String> VARIABLES = Map.ofEntries(
            Map.entry("acl", "NaclId"),
            Map.entry("ami", "ImageId"),
            Map.entry("aki", "ImageId"),
            Map.entry("ari", "ImageId"),
            Map.entry("cgw", "CustomerGatewayId"),
            Map.entry("cr", "CapacityReservationId"),
            Map.entry("crf", "CapacityReservationFleetId"),
            Map.entry("cvpn-endpoint", "ClientVpnEndpointId"),
            Map.entry("dopt", "DhcpOptionsId"),
            Map.entry("eice", "InstanceConnectEndpointId"),
            Map.entry("eigw", "EgressOnlyInternetGatewayId"),
            Map.entry("eipalloc", "AllocationId"),
            Map.entry("eni", "NetworkInterfaceId"),
            Map.entry("fl", "VpcFlowLogId"),
            Map.entry("fleet", "FleetId"),
            Map.entry("fpga", "FpgaImageId"),
            Map.entry("h", "DedicatedHostId"),
            Map.entry("i", "InstanceId"),
            Map.entry("igw", "InternetGatewayId"),
            Map.entry("ipam", "IpamId"),
            Map.entry("ipam-pool", "IpamPoolId"),
            Map.entry("ipam-scope", "IpamScopeId"),
            Map.entry("key", "KeyPairName"),
            Map.entry("lt", "LaunchTemplateId"),
            Map.entry("nat", "NatGatewayId"),
            Map.entry("pcx", "VpcPeeringConnectionId"),
            Map.entry("pl", "PrefixListId"),
            Map.entry("rtb", "RouteTableId"),
            Map.entry("sfr", "SpotFleetRequestId"),
            Map.entry("sg", "SecurityGroupId"),
            Map.entry("sgr", "SecurityGroupRuleId"),
            Map.entry("sir", "SpotInstanceRequestId"),
            Map.entry("snap", "SnapshotId"),
            Map.entry("subnet", "SubnetId"),
            Map.entry("tgw", "TransitGatewayId"),
            Map.entry("tgw-attach", "TransitGatewayAttachmentId"),
            Map.entry("tgw-rtb", "TransitGatewayRouteTableId"),
            Map.entry("tmf", "TrafficMirrorFilterId"),
            Map.entry("tmfr", "TrafficMirrorFilterRuleId"),
            Map.entry("tms", "TrafficMirrorSessionId"),
            Map.entry("tmt", "TrafficMirrorTargetId"),
            Map.entry("vgw", "VpnGatewayId"),
            Map.entry("vol", "VolumeId"),
            Map.entry("vpc", "VpcId"),
            Map.entry("vpce", "VpcEndpointId"),
            Map.entry("vpce-svc", "VpcEndpointServiceId"),
            Map.entry("vpn", "VpnConnectionId"));

    private Ec2Ids() {}

    /** Returns the variable of the ARN template that a value is an identifier for, such as {@code InstanceId} for {@code i-0a}. */
    static Optional<String> variable(String value) {
        int dash = value.lastIndexOf('-');
        if (dash <= 0 || !isHexadecimal(value, dash + 1)) {
            return Optional.empty();
        }
        return Optional.ofNullable(VARIABLES.get(value.substring(0, dash)));
    }

    private static boolean isHexadecimal(String value, int from) {
        int length = value.length() - from;
        if (length < 3 || length > 32) {
            return false;
        }
        for (int i = from; i < value.length(); i++) {
            if (Character.digit(value.charAt(i), 16) < 0 || Character.isUpperCase(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
