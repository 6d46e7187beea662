package io.bkm.crds.yaml;

import java.util.ArrayList;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads YAML as Kubernetes' tools do (sigs.k8s.io/yaml 1.4): {@code yes} and {@code on} are booleans, {@code 0777} is
 * octal, anchors and merge keys work, dates stay texts. Known differences: what readers of YAML disagree on is an
 * {@link AmbiguousText}, as a key always a text; and the tag {@code !} does not make a plain scalar a text.
 *
 * <p>SnakeYAML parses, we decide what a scalar is. Jackson's own YAML reader takes {@code yes} for a text and does not
 * follow anchors in a tree.
 */
public final class YamlReader {

    /** Of an untagged plain scalar, which is the only one whose text decides about its type. */
    static final Tag PLAIN = new Tag("tag:bkm:plain");

    private static final int MAX_ALIASES = 10_000;

    private YamlReader() {}

    /**
     * Reads all documents.
     *
     * @param maxSize longest text, and most values after anchors are expanded: a small file of nested anchors may mean
     *     billions
     */
    public static YamlStream read(String text, int maxSize) {
        var options = new LoaderOptions();
        options.setCodePointLimit(maxSize);
        options.setMaxAliasesForCollections(MAX_ALIASES); // YamlToJson counts what they come to
        var documents = new ArrayList<YamlDocument>();
        try {
            var reader = new StreamReader(withoutByteOrderMark(text));
            var composer = new Composer(new ParserImpl(reader, options), new PlainResolver(), options);
            var converter = new YamlToJson(maxSize);
            while (composer.checkNode()) {
                Node root = composer.getNode();
                var content = converter.convert(root);
                if (!content.isNull()) {
                    int line = root.getStartMark().getLine() + 1;
                    documents.add(new YamlDocument(line, content, converter.takeDuplicateKeys()));
                }
            }
            return new YamlStream.Documents(documents);
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            return new YamlStream.Malformed(
                    mark == null
                            ? e.getProblem()
                            : "line %d, column %d: %s"
                                    .formatted(mark.getLine() + 1, mark.getColumn() + 1, e.getProblem()));
        } catch (YAMLException e) {
            return new YamlStream.Malformed(String.valueOf(e.getMessage()).strip());
        }
    }

    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static final class PlainResolver extends Resolver {

        @Override
        public Tag resolve(NodeId kind, String value, boolean implicit) {
            return switch (kind) {
                case scalar -> implicit ? PLAIN : Tag.STR;
                case sequence -> Tag.SEQ;
                case mapping, anchor -> Tag.MAP;
            };
        }
    }
}
