package io.bkm.streams.relabel;

import io.bkm.streams.labels.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;

/** What each action does: model/relabel of Prometheus 3.x. */
final class Steps {

    private Steps() {}

    static Step compile(RelabelRule rule) {
        var source = source(rule);
        var target = rule.targetLabel();
        return switch (rule.action()) {
            case REPLACE -> replace(rule, source);
            case KEEP -> {
                var regex = Regex.compile(rule.regex());
                yield labels -> regex.matches(source.of(labels));
            }
            case DROP -> {
                var regex = Regex.compile(rule.regex());
                yield labels -> !regex.matches(source.of(labels));
            }
            case KEEPEQUAL -> labels -> labels.get(target).equals(source.of(labels));
            case DROPEQUAL -> labels -> !labels.get(target).equals(source.of(labels));
            case HASHMOD -> set(target, source, value -> hashMod(value, rule.modulus()));
            case LOWERCASE -> set(target, source, GoCase::lower);
            case UPPERCASE -> set(target, source, GoCase::upper);
            case LABELMAP -> labelMap(rule);
            case LABELDROP -> labelDrop(Regex.compile(rule.regex()), true);
            case LABELKEEP -> labelDrop(Regex.compile(rule.regex()), false);
        };
    }

    private static Step replace(RelabelRule rule, Source source) {
        var regex = Regex.compile(rule.regex());
        var target = Template.parse(rule.targetLabel(), regex);
        var replacement = Template.parse(rule.replacement(), regex);
        return labels -> {
            var value = source.of(labels);
            var bounds = regex.find(value);
            if (bounds != null) {
                var name = target.expand(value, bounds);
                if (rule.nameScheme().accepts(name)) {
                    labels.set(name, replacement.expand(value, bounds));
                }
            }
            return true;
        };
    }

    /** Where several names map to one, the last in the builder's order wins. */
    private static Step labelMap(RelabelRule rule) {
        var regex = Regex.compile(rule.regex());
        var replacement = Template.parse(rule.replacement(), regex);
        return labels -> {
            labels.forEach((name, value) -> {
                if (regex.matches(name)) {
                    labels.set(regex.replaceAll(name, replacement), value);
                }
            });
            return true;
        };
    }

    private static Step labelDrop(Regex regex, boolean matching) {
        return labels -> {
            labels.forEach((name, _) -> {
                if (regex.matches(name) == matching) {
                    labels.remove(name);
                }
            });
            return true;
        };
    }

    private static Step set(String target, Source source, UnaryOperator<String> change) {
        return labels -> {
            labels.set(target, change.apply(source.of(labels)));
            return true;
        };
    }

    /** The last 8 bytes of the MD5, big-endian and unsigned. */
    private static String hashMod(String value, long modulus) {
        try {
            var hash = MessageDigest.getInstance("MD5").digest(value.getBytes(StandardCharsets.UTF_8));
            return Long.toUnsignedString(
                    Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(8), modulus));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every JDK must have MD5
        }
    }

    /** The value that a rule looks at. */
    private interface Source {
        String of(Labels.Builder labels);
    }

    private static Source source(RelabelRule rule) {
        return switch (rule.sourceLabels().size()) {
            case 0 -> _ -> "";
            case 1 -> {
                var name = rule.sourceLabels().getFirst();
                yield labels -> labels.get(name);
            }
            default -> labels -> join(labels, rule.sourceLabels(), rule.separator());
        };
    }

    private static String join(Labels.Builder labels, List<String> names, String separator) {
        var joined = new StringJoiner(separator);
        for (var name : names) {
            joined.add(labels.get(name));
        }
        return joined.toString();
    }
}
