package io.bkm.actors.discovery;

import io.bkm.crds.ScrapeConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of a ScrapeConfig that bkm cannot look for targets with. The other parts count. */
final class UnknownDiscoveries {

    private UnknownDiscoveries() {}

    /** One reason for each such part, in the order of the CRD. */
    static List<String> in(ScrapeConfig.Spec spec) {
        var reasons = new ArrayList<String>();
        for (int i = 0; i < spec.kubernetesSDConfigs().size(); i++) {
            var apiServer = spec.kubernetesSDConfigs().get(i).apiServer();
            if (apiServer != null) {
                reasons.add("spec.kubernetesSDConfigs[" + i + "].apiServer: " + apiServer
                        + " (expected: none, bkm looks in its own cluster only)");
            }
        }
        lists(spec).forEach((name, list) -> {
            if (!list.isEmpty()) {
                reasons.add(reason("spec." + name, list.size()));
            }
        });
        return reasons;
    }

    /** Of one mechanism with that many entries. */
    static String reason(String field, int entries) {
        return field + ": " + entries + (entries == 1 ? " entry" : " entries")
                + " (expected: none, bkm does not know this discovery)";
    }

    private static Map<String, List<?>> lists(ScrapeConfig.Spec spec) {
        var lists = new LinkedHashMap<String, List<?>>();
        lists.put("consulSDConfigs", spec.consulSDConfigs());
        lists.put("ec2SDConfigs", spec.ec2SDConfigs());
        lists.put("azureSDConfigs", spec.azureSDConfigs());
        lists.put("gceSDConfigs", spec.gceSDConfigs());
        lists.put("openstackSDConfigs", spec.openstackSDConfigs());
        lists.put("digitalOceanSDConfigs", spec.digitalOceanSDConfigs());
        lists.put("kumaSDConfigs", spec.kumaSDConfigs());
        lists.put("eurekaSDConfigs", spec.eurekaSDConfigs());
        lists.put("dockerSDConfigs", spec.dockerSDConfigs());
        lists.put("linodeSDConfigs", spec.linodeSDConfigs());
        lists.put("hetznerSDConfigs", spec.hetznerSDConfigs());
        lists.put("nomadSDConfigs", spec.nomadSDConfigs());
        lists.put("dockerSwarmSDConfigs", spec.dockerSwarmSDConfigs());
        lists.put("puppetDBSDConfigs", spec.puppetDBSDConfigs());
        lists.put("lightSailSDConfigs", spec.lightSailSDConfigs());
        lists.put("ovhcloudSDConfigs", spec.ovhcloudSDConfigs());
        lists.put("scalewaySDConfigs", spec.scalewaySDConfigs());
        lists.put("ionosSDConfigs", spec.ionosSDConfigs());
        return lists;
    }
}
