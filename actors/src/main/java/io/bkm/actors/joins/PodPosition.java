package io.bkm.actors.joins;

/**
 * How far somebody has followed the log of pods.
 *
 * @param epoch of which life of an operator; 0 for nowhere
 * @param sequence of the last change that is known
 */
record PodPosition(long epoch, long sequence) {

    static final PodPosition NOWHERE = new PodPosition(0, 0);
}
