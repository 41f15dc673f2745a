package io.millrace;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.document.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JSON Schema of the documentation, as far as tests hold the code to it. */
public final class Schema {
    private final JsonNode root;

    private Schema(JsonNode root) {
        this.root = root;
    }

    /** The schema of that name in {@code docs/schema}. */
    public static Schema of(String name) {
        Path file = Path.of("..", "docs", "schema", name + ".schema.json");
        try {
            return new Schema(Json.MAPPER.readTree(Files.readString(file)));
        } catch (IOException e) {
            throw new IllegalStateException("no schema at " + file.toAbsolutePath(), e);
        }
    }

    /** The names of the properties of the object at a JSON pointer; empty for the record itself. */
    public List<String> properties(String pointer) {
        List<String> names = new ArrayList<>();
        root.at(pointer + "/properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The names that the object at a JSON pointer always has. */
    public List<String> required(String pointer) {
        return strings(pointer + "/required");
    }

    /** The values that the schema at a JSON pointer allows. */
    public List<String> allowed(String pointer) {
        return strings(pointer + "/enum");
    }

    /** The names of an object's fields. */
    public static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private List<String> strings(String pointer) {
        List<String> strings = new ArrayList<>();
        root.at(pointer).forEach(each -> strings.add(each.textValue()));
        return strings;
    }
}
