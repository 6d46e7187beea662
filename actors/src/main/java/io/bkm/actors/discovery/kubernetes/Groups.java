package io.bkm.actors.discovery.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How the objects of one role become groups. */
interface Groups<T extends HasMetadata> {

    Role role();

    ByName<T> objects(ObjectIndex index);

    /** Names every object whose change would change the group, and null where such an object is missing. */
    void dependencies(T object, Sight sight, Consumer<@Nullable Object> to);

    /** An object that cannot be reached gives a group without targets. */
    TargetGroup group(T object, Sight sight);
}
