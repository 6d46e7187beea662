package io.bkm.actors.discovery;

import io.bkm.actors.resources.Resources;
import io.bkm.crds.ConfigMapKeySelector;
import io.bkm.crds.SecretKeySelector;
import io.bkm.crds.SecretOrConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Secrets and ConfigMaps that monitors refer to; those of their own namespace, and those of their scrape class. */
final class References {

    private record Key(boolean secret, String namespace, String name) {}

    private final Map<Key, HasMetadata> objects = new HashMap<>();

    static References of(Resources resources) {
        var references = new References();
        references.add(true, resources.secrets());
        references.add(false, resources.configMaps());
        return references;
    }

    private void add(boolean secret, List<? extends HasMetadata> list) {
        for (var object : list) {
            var metadata = object.getMetadata();
            objects.put(new Key(secret, metadata.getNamespace(), metadata.getName()), object);
        }
    }

    /** Reads for one monitor. */
    Reader reader(String namespace) {
        return new Reader(new Reading(this), namespace);
    }

    /** What one monitor looked at. */
    private static final class Reading {

        private final Map<Key, @Nullable HasMetadata> seen = new HashMap<>();
        private @Nullable References references;

        private Reading(References references) {
            this.references = references;
        }
    }

    /**
     * Reads keys, and remembers what it looked at: as long as those objects are the same instances, what was made of
     * them is still right. Values that are read here must not get into a message.
     */
    static final class Reader {

        private final Reading reading;
        private final String namespace;

        private Reader(Reading reading, String namespace) {
            this.reading = reading;
            this.namespace = namespace;
        }

        /** Reads in another namespace what is remembered for the same monitor. */
        Reader in(String other) {
            return new Reader(reading, other);
        }

        /** Lets go of the snapshot; nothing can be read any more. */
        void close() {
            reading.references = null;
        }

        /** Whether all that was read is the same in another snapshot: the same instances, that is how snapshots share. */
        @SuppressWarnings("ReferenceEquality")
        boolean sameIn(References other) {
            for (var entry : reading.seen.entrySet()) {
                if (other.objects.get(entry.getKey()) != entry.getValue()) {
                    return false;
                }
            }
            return true;
        }

        String secret(@Nullable SecretKeySelector key, String field) throws Refusal {
            if (key == null) {
                throw new Refusal(field, "nothing", "a key of a Secret");
            }
            var name = "Secret " + namespace + "/" + key.name();
            if (!(look(true, key.name()) instanceof Secret secret)) {
                throw new Refusal(field, name, "it exists");
            }
            try {
                var text = SecretTexts.text(secret, key.key());
                if (text == null) {
                    throw new Refusal(field, name, "it has the key " + key.key());
                }
                return text;
            } catch (IllegalArgumentException notBase64) {
                throw new Refusal(field, name, "base64 under the key " + key.key());
            }
        }

        String configMap(ConfigMapKeySelector key, String field) throws Refusal {
            var name = "ConfigMap " + namespace + "/" + key.name();
            if (!(look(false, key.name()) instanceof ConfigMap map)) {
                throw new Refusal(field, name, "it exists");
            }
            var text = map.getData() == null ? null : map.getData().get(key.key());
            if (text == null) {
                throw new Refusal(field, name, "it has the key " + key.key());
            }
            return text;
        }

        /** "" where neither is given. */
        String either(@Nullable SecretOrConfigMap key, String field) throws Refusal {
            if (key == null || (key.secret() == null && key.configMap() == null)) {
                return "";
            }
            if (key.secret() != null && key.configMap() != null) {
                throw new Refusal(field, "a Secret and a ConfigMap", "one of the two");
            }
            return key.secret() != null
                    ? secret(key.secret(), field + ".secret")
                    : configMap(java.util.Objects.requireNonNull(key.configMap()), field + ".configMap");
        }

        private @Nullable HasMetadata look(boolean secret, String name) {
            var key = new Key(secret, namespace, name);
            var object =
                    java.util.Objects.requireNonNull(reading.references).objects.get(key);
            reading.seen.put(key, object);
            return object;
        }
    }
}
