package io.bkm.actors.lease;

/**
 * Who holds a Lease: a member, and which of its lives. A holder at our own address is an earlier life of ours, as no two
 * can have the address at once: it need not be waited for.
 *
 * @param address {@code host:port} by which the members know it
 * @param life of its actor system
 */
record Holder(String address, long life) {

    /** As it stands in the Lease, for {@code kubectl get lease} too. */
    String identity() {
        return address + "_" + Long.toHexString(life);
    }

    boolean isSameMember(String identity) {
        return identity.startsWith(address + "_");
    }
}
