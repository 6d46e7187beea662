package io.bkm.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.bkm.crds.schema.Schema;
import io.bkm.crds.schema.Schema.BooleanSchema;
import io.bkm.crds.schema.Schema.IntOrTextSchema;
import io.bkm.crds.schema.Schema.IntegerSchema;
import io.bkm.crds.schema.Schema.ListSchema;
import io.bkm.crds.schema.Schema.ObjectSchema;
import io.bkm.crds.schema.Schema.TextSchema;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The records and the schemas are the same set of fields, with types that fit. */
class RecordsTest {

    /** Fields that the schemas name for a record, over all places where the record stands. */
    private final Map<Class<?>, Set<String>> named = new HashMap<>();

    @Test
    void haveExactlyTheFieldsOfTheCrds() {
        for (var kind : ResourceKind.all()) {
            compare(
                    component(kind.type(), "spec").getGenericType(),
                    spec(kind.schema()),
                    kind.type().getSimpleName());
        }

        compare(PrometheusSpec.class, spec(PrometheusParser.schema()), "Prometheus");

        assertThat(named).containsKeys(ServiceMonitorEndpoint.class, KubernetesSdConfig.class, DataId.Report.class);
        named.forEach((record, fields) -> assertThat(fields)
                .as(record.getName())
                .isEqualTo(components(record).keySet()));
    }

    private static Schema spec(Schema whole) {
        return Objects.requireNonNull(((ObjectSchema) whole).properties().get("spec"))
                .schema();
    }

    private void compare(Type type, Schema schema, String path) {
        if (type == JsonNode.class) {
            return; // kept as it is: a discovery that we do not expand
        }
        switch (schema) {
            case TextSchema _ -> assertThat(type).as(path).isEqualTo(String.class);
            case BooleanSchema _ -> assertThat(type).as(path).isIn(boolean.class, Boolean.class);
            case IntegerSchema whole ->
                assertThat(type)
                        .as(path)
                        .isIn(
                                whole.maximum() > Integer.MAX_VALUE
                                        ? List.of(long.class, Long.class)
                                        : List.of(int.class, Integer.class));
            // a quantity is a text to us: 2 and "2" are the same
            case IntOrTextSchema either ->
                assertThat(type).as(path).isEqualTo(either.pattern() == null ? IntOrString.class : String.class);
            case ListSchema list -> compare(argument(type, List.class, 0, path), list.items(), path + "[]");
            case ObjectSchema object -> compareMapping(type, object, path);
        }
    }

    private void compareMapping(Type type, ObjectSchema schema, String path) {
        if (schema.values() != null) {
            compare(argument(type, Map.class, 1, path), schema.values(), path + "{}");
            return;
        }
        var record = (Class<?>) type;
        var components = components(record);
        named.computeIfAbsent(record, _ -> new TreeSet<>())
                .addAll(schema.properties().keySet());
        schema.properties().forEach((name, property) -> {
            assertThat(components).as(path).containsKey(name);
            compare(Objects.requireNonNull(components.get(name)), property.schema(), path + "." + name);
        });
    }

    private static Type argument(Type type, Class<?> raw, int index, String path) {
        assertThat(type).as(path).isInstanceOf(ParameterizedType.class);
        var parameterized = (ParameterizedType) type;
        assertThat(parameterized.getRawType()).as(path).isEqualTo(raw);
        return parameterized.getActualTypeArguments()[index];
    }

    private static Map<String, Type> components(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .collect(Collectors.toMap(RecordsTest::jsonName, RecordComponent::getGenericType));
    }

    private static String jsonName(RecordComponent component) {
        var given = component.getAccessor().getAnnotation(JsonProperty.class);
        return given == null ? component.getName() : given.value();
    }

    private static RecordComponent component(Class<?> record, String name) {
        return Arrays.stream(record.getRecordComponents())
                .filter(component -> component.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
