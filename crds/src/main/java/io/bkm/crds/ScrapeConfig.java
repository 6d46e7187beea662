package io.bkm.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A scrape job written out, with its own service discovery. {@code monitoring.coreos.com/v1alpha1}. */
public record ScrapeConfig(Metadata metadata, Spec spec) implements Monitor {

    /**
     * What to scrape and how. The discoveries that ask a cloud or another system are kept as JSON, checked by the
     * CRD's schema but without records: we do not expand them.
     *
     * @param jobName value of {@code job}; absent means the scrape pool's name
     * @param scheme {@code HTTP} or {@code HTTPS}
     * @param metricsPath absent means {@code /metrics}
     * @param nameValidationScheme {@code UTF8} or {@code Legacy}
     * @param nameEscapingScheme {@code AllowUTF8}, {@code Underscores}, {@code Dots} or {@code Values}
     */
    public record Spec(
            @Nullable String jobName,
            List<StaticConfig> staticConfigs,
            List<FileSdConfig> fileSDConfigs,
            List<HttpSdConfig> httpSDConfigs,
            List<KubernetesSdConfig> kubernetesSDConfigs,
            List<ConsulSdConfig> consulSDConfigs,
            List<DnsSdConfig> dnsSDConfigs,
            List<JsonNode> ec2SDConfigs,
            List<JsonNode> azureSDConfigs,
            List<JsonNode> gceSDConfigs,
            List<JsonNode> openstackSDConfigs,
            List<JsonNode> digitalOceanSDConfigs,
            List<JsonNode> kumaSDConfigs,
            List<JsonNode> eurekaSDConfigs,
            List<JsonNode> dockerSDConfigs,
            List<JsonNode> linodeSDConfigs,
            List<JsonNode> hetznerSDConfigs,
            List<JsonNode> nomadSDConfigs,
            List<JsonNode> dockerSwarmSDConfigs,
            List<JsonNode> puppetDBSDConfigs,
            List<JsonNode> lightSailSDConfigs,
            List<JsonNode> ovhcloudSDConfigs,
            List<JsonNode> scalewaySDConfigs,
            List<JsonNode> ionosSDConfigs,
            List<RelabelConfig> relabelings,
            @Nullable String metricsPath,
            @Nullable String scrapeInterval,
            @Nullable String scrapeTimeout,
            List<String> scrapeProtocols,
            @Nullable String fallbackScrapeProtocol,
            @Nullable Boolean honorTimestamps,
            @Nullable Boolean trackTimestampsStaleness,
            @Nullable Boolean honorLabels,
            Map<String, List<String>> params,
            @Nullable String scheme,
            @Nullable Boolean enableCompression,
            @JsonProperty("enableHTTP2") @Nullable Boolean enableHttp2,
            @Nullable BasicAuth basicAuth,
            @Nullable Authorization authorization,
            @Nullable OAuth2 oauth2,
            @Nullable TlsConfig tlsConfig,
            @Nullable Long sampleLimit,
            @Nullable Long targetLimit,
            @Nullable Long labelLimit,
            @Nullable Long labelNameLengthLimit,
            @Nullable Long labelValueLengthLimit,
            @Nullable Boolean scrapeClassicHistograms,
            @Nullable Long nativeHistogramBucketLimit,
            @Nullable String nativeHistogramMinBucketFactor,
            @Nullable Boolean convertClassicHistogramsToNHCB,
            @Nullable Long keepDroppedTargets,
            List<RelabelConfig> metricRelabelings,
            @Nullable String proxyUrl,
            @Nullable String noProxy,
            @Nullable Boolean proxyFromEnvironment,
            Map<String, List<SecretKeySelector>> proxyConnectHeader,
            @Nullable String nameValidationScheme,
            @Nullable String nameEscapingScheme,
            @Nullable String scrapeClass)
            implements AuthSettings, ProxySettings, LimitSettings, FormatSettings {

        public Spec {
            staticConfigs = List.copyOf(staticConfigs);
            fileSDConfigs = List.copyOf(fileSDConfigs);
            httpSDConfigs = List.copyOf(httpSDConfigs);
            kubernetesSDConfigs = List.copyOf(kubernetesSDConfigs);
            consulSDConfigs = List.copyOf(consulSDConfigs);
            dnsSDConfigs = List.copyOf(dnsSDConfigs);
            ec2SDConfigs = List.copyOf(ec2SDConfigs);
            azureSDConfigs = List.copyOf(azureSDConfigs);
            gceSDConfigs = List.copyOf(gceSDConfigs);
            openstackSDConfigs = List.copyOf(openstackSDConfigs);
            digitalOceanSDConfigs = List.copyOf(digitalOceanSDConfigs);
            kumaSDConfigs = List.copyOf(kumaSDConfigs);
            eurekaSDConfigs = List.copyOf(eurekaSDConfigs);
            dockerSDConfigs = List.copyOf(dockerSDConfigs);
            linodeSDConfigs = List.copyOf(linodeSDConfigs);
            hetznerSDConfigs = List.copyOf(hetznerSDConfigs);
            nomadSDConfigs = List.copyOf(nomadSDConfigs);
            dockerSwarmSDConfigs = List.copyOf(dockerSwarmSDConfigs);
            puppetDBSDConfigs = List.copyOf(puppetDBSDConfigs);
            lightSailSDConfigs = List.copyOf(lightSailSDConfigs);
            ovhcloudSDConfigs = List.copyOf(ovhcloudSDConfigs);
            scalewaySDConfigs = List.copyOf(scalewaySDConfigs);
            ionosSDConfigs = List.copyOf(ionosSDConfigs);
            relabelings = List.copyOf(relabelings);
            scrapeProtocols = List.copyOf(scrapeProtocols);
            params = Sorted.copyOfLists(params);
            metricRelabelings = List.copyOf(metricRelabelings);
            proxyConnectHeader = Sorted.copyOfLists(proxyConnectHeader);
        }
    }

    @Override
    public String kind() {
        return "ScrapeConfig";
    }
}
