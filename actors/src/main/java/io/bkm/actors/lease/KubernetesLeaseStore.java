package io.bkm.actors.lease;

import io.bkm.actors.resources.kubernetes.ApiCalls;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Lease of the Kubernetes API. It is changed by a merge patch that names the version it was made for: the API server
 * refuses one that comes late, and what others wrote into labels or new fields stays.
 */
public final class KubernetesLeaseStore implements LeaseStore {

    private final KubernetesClient client;
    private final String namespace;
    private final String name;

    /** @param client is closed with this */
    public KubernetesLeaseStore(KubernetesClient client, LeaseSettings settings) {
        this.client = client;
        this.namespace = settings.namespace().isEmpty() ? client.getNamespace() : settings.namespace();
        this.name = settings.name();
    }

    private static <T> T call(Supplier<T> call) throws IOException {
        return ApiCalls.call(
                call,
                refused -> ApiCalls.isOvertaken(refused)
                        ? new Overtaken(String.valueOf(refused.getMessage()), refused)
                        : new IOException(refused.getMessage(), refused));
    }

    @Override
    public Optional<Stored> read() throws IOException {
        return Optional.ofNullable(call(() -> lease().get())).map(KubernetesLeaseStore::stored);
    }

    @Override
    public Stored create(LeaseRecord first) throws IOException {
        return stored(call(() -> client.resource(written(first, null)).create()));
    }

    @Override
    public Stored replace(Stored before, LeaseRecord next) throws IOException {
        return stored(
                call(() -> lease().patch(PatchContext.of(PatchType.JSON_MERGE), written(next, before.version()))));
    }

    private Resource<Lease> lease() {
        return client.leases().inNamespace(namespace).withName(name);
    }

    private Lease written(LeaseRecord record, @Nullable String version) {
        return new LeaseBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withResourceVersion(version)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(record.holder())
                .withLeaseTransitions(Math.toIntExact(record.transitions()))
                .withLeaseDurationSeconds(Math.toIntExact(record.duration().toSeconds()))
                .withAcquireTime(time(record.acquired()))
                .withRenewTime(time(record.renewed()))
                .endSpec()
                .build();
    }

    /** Kubernetes keeps microseconds. */
    private static ZonedDateTime time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC);
    }

    /** All fields may be missing in what somebody else wrote. */
    private static Stored stored(Lease lease) {
        var spec = lease.getSpec();
        var version = lease.getMetadata().getResourceVersion();
        if (spec == null) {
            return new Stored(new LeaseRecord("", 0, Instant.EPOCH, Instant.EPOCH, Duration.ZERO), version);
        }
        var record = new LeaseRecord(
                spec.getHolderIdentity() == null ? LeaseRecord.NOBODY : spec.getHolderIdentity(),
                spec.getLeaseTransitions() == null ? 0 : spec.getLeaseTransitions(),
                instant(spec.getAcquireTime()),
                instant(spec.getRenewTime()),
                Duration.ofSeconds(spec.getLeaseDurationSeconds() == null ? 0 : spec.getLeaseDurationSeconds()));
        return new Stored(record, version);
    }

    private static Instant instant(@Nullable ZonedDateTime time) {
        return time == null ? Instant.EPOCH : time.toInstant();
    }

    @Override
    public void close() {
        client.close();
    }
}
