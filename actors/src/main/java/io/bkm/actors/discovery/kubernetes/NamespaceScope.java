package io.bkm.actors.discovery.kubernetes;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where discovery looks. Outside {@link #ANY} each namespace is looked at by itself, as Prometheus does: the endpoints
 * of one namespace do not find the pods of another.
 *
 * @param any every namespace; {@code names} is empty then
 * @param names sorted, without duplicates; none of them and not {@code any} finds nothing
 */
public record NamespaceScope(boolean any, SortedSet<String> names) {

    public static final NamespaceScope ANY = new NamespaceScope(true, new TreeSet<>());

    public NamespaceScope {
        names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }

    public static NamespaceScope of(String... names) {
        return new NamespaceScope(false, new TreeSet<>(List.of(names)));
    }

    /**
     * Of the section {@code namespaces} of a discovery.
     *
     * @param own {@code own_namespace}: the discoverer's own namespace too
     * @param ownNamespace its name, "" where it is not known
     */
    public static NamespaceScope from(Collection<String> names, boolean own, String ownNamespace) {
        var all = new TreeSet<>(names);
        if (own && !ownNamespace.isEmpty()) {
            all.add(ownNamespace);
        }
        // The empty name is how the Kubernetes API says "every namespace".
        var any = all.contains("") || (names.isEmpty() && !own);
        return any ? ANY : new NamespaceScope(false, all);
    }
}
