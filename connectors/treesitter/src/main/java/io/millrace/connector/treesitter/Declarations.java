package io.millrace.connector.treesitter;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSNode;
import org.treesitter.TSTreeCursor;

/** Which nodes of the grammars declare something, and its name. */
final class Declarations {
    private static final Set<String> DECLARING = Set.of(
            "abstract_class_declaration",
            "annotation_type_declaration",
            "class",
            "class_declaration",
            "class_definition",
            "class_specifier",
            "companion_object",
            "constructor_declaration",
            "compact_constructor_declaration",
            "concept_definition",
            "delegate_declaration",
            "destructor_declaration",
            "enum_declaration",
            "enum_item",
            "enum_specifier",
            "file_scoped_namespace_declaration",
            "function_declaration",
            "function_definition",
            "function_item",
            "generator_function_declaration",
            "impl_item",
            "indexer_declaration",
            "interface_declaration",
            "internal_module",
            "macro_definition",
            "method",
            "method_declaration",
            "method_definition",
            "mod_item",
            "module",
            "namespace_declaration",
            "namespace_definition",
            "object_declaration",
            "operator_declaration",
            "property_declaration",
            "record_declaration",
            "singleton_method",
            "struct_declaration",
            "struct_item",
            "struct_specifier",
            "trait_declaration",
            "trait_item",
            "type_alias_declaration",
            "type_spec",
            "union_item",
            "union_specifier",
            "variable_declarator");
    /** Around one declaration, which they take the name of. */
    private static final Set<String> WRAPPING = Set.of(
            "ambient_declaration",
            "decorated_definition",
            "export_statement",
            "lexical_declaration",
            "template_declaration",
            "type_declaration",
            "variable_declaration");
    /** Where a grammar has no field for a name, its node is of one of these. */
    private static final Set<String> IDENTIFIERS = Set.of("identifier", "simple_identifier", "type_identifier");

    /** A C declarator is nested once for each star and bracket. */
    private static final int MAX_DECLARATORS = 8;

    private Declarations() {}

    static boolean declares(String type) {
        return DECLARING.contains(type);
    }

    static boolean wraps(String type) {
        return WRAPPING.contains(type);
    }

    /** The name that the cursor's node declares, or null. Leaves the cursor where it was. */
    static @Nullable String name(TSTreeCursor cursor, String type, String text) {
        String named = child(cursor, text, type.equals("impl_item") ? "type" : "name", 0);
        return named != null ? named : child(cursor, text, "declarator", 0);
    }

    private static @Nullable String child(TSTreeCursor cursor, String text, String field, int depth) {
        if (depth > MAX_DECLARATORS || !cursor.gotoFirstChild()) {
            return null;
        }
        String found = null;
        do {
            boolean isField = field.equals(cursor.currentFieldName());
            TSNode node = cursor.currentNode();
            if (isField && field.equals("declarator")) {
                String inner = child(cursor, text, field, depth + 1);
                found = inner != null ? inner : nameOf(node, text);
            } else if (isField || (field.equals("name") && IDENTIFIERS.contains(node.getType()))) {
                found = nameOf(node, text);
            }
        } while (found == null && cursor.gotoNextSibling());
        cursor.gotoParent();
        return found;
    }

    private static @Nullable String nameOf(TSNode node, String text) {
        int start = node.getStartByte() / 2;
        int end = Math.min(node.getEndByte() / 2, text.length());
        String name = text.substring(start, end).strip();
        return name.isEmpty() || name.indexOf('\n') >= 0 ? null : name;
    }
}
