package io.bkm.streams.exposition;

import java.math.BigInteger;

/**
 * Decimal to double by one or two multiplications with a 128-bit power of five, after Eisel and Lemire, <a
 * href="https://arxiv.org/abs/2101.11408">Number Parsing at a Gigabyte per Second</a>. It knows when it cannot tell.
 */
final class EiselLemire {

    /** The answer where another way must be taken: near a tie, subnormal, too large. No double has these bits. */
    static final long UNSURE = -1;

    private static final int MIN_EXPONENT = -342;
    private static final int MAX_EXPONENT = 308;

    private static final long[] HIGH = new long[MAX_EXPONENT - MIN_EXPONENT + 1];
    private static final long[] LOW = new long[MAX_EXPONENT - MIN_EXPONENT + 1];

    static {
        for (int exponent = MIN_EXPONENT; exponent <= MAX_EXPONENT; exponent++) {
            var power = powerOfFive(exponent);
            HIGH[exponent - MIN_EXPONENT] = power.shiftRight(64).longValue();
            LOW[exponent - MIN_EXPONENT] = power.longValue();
        }
    }

    private EiselLemire() {}

    /**
     * The 128 highest bits of 5^exponent. Rounded up where the reciprocal is short enough for its products with a long
     * to come out exact that way, else truncated: the proof of the method depends on it.
     */
    private static BigInteger powerOfFive(int exponent) {
        var five = BigInteger.valueOf(5).pow(Math.abs(exponent));
        if (exponent >= 0) {
            int excess = five.bitLength() - 128;
            return excess > 0 ? five.shiftRight(excess) : five.shiftLeft(-excess);
        }
        var reciprocal = BigInteger.ONE.shiftLeft(five.bitLength() + 127).divide(five);
        return exponent >= -27 ? reciprocal.add(BigInteger.ONE) : reciprocal;
    }

    /**
     * The bits of {@code mantissa * 10^exponent}.
     *
     * @param mantissa unsigned, not 0
     */
    static long toBits(long mantissa, int exponent) {
        if (exponent < MIN_EXPONENT || exponent > MAX_EXPONENT) {
            return UNSURE;
        }
        int zeros = Long.numberOfLeadingZeros(mantissa);
        long normalized = mantissa << zeros;
        long factor = HIGH[exponent - MIN_EXPONENT];
        long high = Math.unsignedMultiplyHigh(normalized, factor);
        long low = normalized * factor;
        if ((high & 0x1FF) == 0x1FF) {
            // The bits below could carry into the ones that decide: take the other half of the power as well.
            long more = Math.unsignedMultiplyHigh(normalized, LOW[exponent - MIN_EXPONENT]);
            low += more;
            if (Long.compareUnsigned(low, more) < 0) {
                high++;
            }
        }
        if (low == -1 && (exponent < -27 || exponent > 55)) {
            return UNSURE;
        }
        int upper = (int) (high >>> 63);
        long significand = high >>> (upper + 9);
        int binaryExponent = ((217706 * exponent) >> 16) + 63 + upper - zeros + 1023;
        if (binaryExponent <= 0) {
            return UNSURE;
        }
        boolean tie = Long.compareUnsigned(low, 1) <= 0
                && exponent >= -4
                && exponent <= 23
                && (significand & 3) == 1
                && significand << (upper + 9) == high;
        if (tie) {
            significand &= ~1L; // to even
        }
        significand = (significand + (significand & 1)) >>> 1;
        if (significand >= 1L << 53) {
            significand = 1L << 52;
            binaryExponent++;
        }
        if (binaryExponent >= 0x7FF) {
            return UNSURE;
        }
        return (significand & ~(1L << 52)) | (long) binaryExponent << 52;
    }
}
