package io.bkm.actors;

/** Marks a message that may cross nodes; bound to {@code jackson-cbor} in reference.conf. */
public interface CborSerializable {}
