package io.bkm.actors.discovery.kubernetes;

/**
 * One of a discovery's {@code selectors}.
 *
 * @param role of the objects that are chosen; need not be the role that is discovered
 * @param label a label selector as {@code kubectl -l} takes it, "" for all
 * @param field a field selector as {@code kubectl --field-selector} takes it, "" for all
 */
public record Selector(Role role, String label, String field) {}
