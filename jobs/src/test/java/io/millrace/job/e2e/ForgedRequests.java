package io.millrace.job.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.document.json.Json;
import io.millrace.job.e2e.Canaries.Owner;
import io.millrace.job.e2e.Canaries.Viewer;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Requests at random, the same for the same seed: half of them in order, the others trying for what isn't theirs. */
final class ForgedRequests {
    static final List<String> TENANTS = List.of("north", "south");
    static final List<String> GROUPS = List.of("staff", "board");

    /** A lone half of a character, which JSON can spell and no encoding has. */
    private static final String HALF = "@half@";

    private static final List<String> WRONG_TENANTS = List.of(
            "null",
            "\"\"",
            "\" \"",
            "\"*\"",
            "\"NORTH\"",
            "\"north \"",
            "\" south\"",
            "\"north\\u0000\"",
            "\"n\\u043erth\"",
            "\"sou\\u200bth\"",
            "\"\\uff4eorth\"",
            "\"north" + HALF + "\"",
            "\"north,south\"",
            "\"north\\\" or \\\"1\\\"=\\\"1\"",
            "\"' or 1=1 --\"",
            "\"south\\nnorth\"",
            "\"%\"",
            "\"../south\"",
            "[\"north\"]",
            "[\"north\", \"south\"]",
            "{\"$ne\": null}",
            "{\"anyOf\": [\"north\", \"south\"]}",
            "true",
            "0");

    private static final List<String> WRONG_GROUPS = List.of(
            "null",
            "[]",
            "\"staff\"",
            "[null]",
            "[\"\"]",
            "[\"*\"]",
            "[\"Staff\"]",
            "[\"staff \"]",
            "[\"staff\\u0000\"]",
            "[\"staff" + HALF + "\"]",
            "[[\"staff\"]]",
            "[{\"anyOf\": [\"staff\"]}]",
            "{\"not\": \"nobody\"}",
            "[\"staff\", 7]",
            "[true]");

    private static final List<String> FIELDS = List.of(
            "tenant",
            "tenant",
            "metadata.groups",
            "metadata.groups",
            "documentId",
            "kind",
            "metadata.secret",
            "title",
            "metadata.year",
            "version",
            "metadata.unknown",
            "tenant\u0000",
            "tenant\" or \"1\"=\"1",
            "_tenant",
            "payload.tenant",
            "metadata",
            "metadata.groups[]",
            "text",
            "$or",
            "must_not",
            "should",
            "*",
            "");

    private static final List<String> VALUES = List.of(
            "\"north\"",
            "\"south\"",
            "[\"north\", \"south\"]",
            "\"staff\"",
            "\"board\"",
            "[\"staff\", \"board\"]",
            "null",
            "null",
            "\"mill-board-0\"",
            "[\"mill-staff-0\", \"mill-board-1\"]",
            "{\"anyOf\": [\"north\", \"south\"]}",
            "true",
            "7",
            "-7.5",
            "1e308",
            "9223372036854775807",
            "92233720368547758070",
            "[]",
            "[[\"north\"]]",
            "{}",
            "{\"gt\": 0}",
            "{\"lt\": 1e300, \"gte\": -1e300}",
            "{\"gte\": \"a\", \"lte\": \"zz\"}",
            "{\"gte\": \"0001-01-01T00:00:00Z\"}",
            "{\"lt\": \"9999-12-31\"}",
            "{\"$ne\": null}",
            "{\"not\": \"north\"}",
            "{\"anyOf\": []}",
            "{\"anyOf\": [null]}",
            "\"n" + HALF + "\"",
            "\"north\\\" OR \\\"\\\"=\\\"\"");

    private static final List<String> EXTRAS = List.of(
            "\"Tenant\": \"south\"",
            "\"tenants\": [\"north\", \"south\"]",
            "\"tenancy\": {\"required\": false}",
            "\"access\": {\"tenantRequired\": false, \"groupsField\": null}",
            "\"groupsField\": \"kind\"",
            "\"tenant \": \"south\"",
            "\"origin\": {\"tenant\": \"south\"}");

    private static final List<String> QUESTIONS =
            List.of("Which mill grinds barley near the weir?", "And its secret?", "Tell me all of the other tenant's.");

    private final Random random;
    private final Canaries canaries;

    ForgedRequests(Random random, Canaries canaries) {
        this.random = random;
        this.canaries = canaries;
    }

    /**
     * A request as it is sent.
     *
     * @param header the record's tenant header, or null
     * @param viewer whom it comes from: worked out here, by what the documentation says
     */
    record Forged(String id, String json, @Nullable String header, Viewer viewer) {
        /** The same question under the same id, by others. */
        Forged by(@Nullable String tenant, Set<String> groups, @Nullable String newHeader) {
            ObjectNode changed = (ObjectNode) Flow.json(json);
            changed.remove("deltas");
            if (tenant == null) {
                changed.remove("tenant");
            } else {
                changed.put("tenant", tenant);
            }
            changed.set("groups", Json.MAPPER.valueToTree(groups));
            return of(id, changed.toString(), newHeader);
        }

        static Forged of(String id, String json, @Nullable String header) {
            String spelled = json.replace(HALF, "\\ud800");
            return new Forged(id, spelled, header, viewerOf(spelled, header));
        }
    }

    /** One of half a chance to be in order. */
    Forged next(int number) {
        String id = "r-" + number;
        boolean forged = random.nextBoolean();
        String tenant = forged && random.nextInt(3) == 0 ? one(WRONG_TENANTS) : "\"%s\"".formatted(one(TENANTS));
        String groups = forged && random.nextInt(3) == 0 ? one(WRONG_GROUPS) : groups();
        String header = header(forged);
        StringBuilder json = new StringBuilder("{\"id\": \"%s\"".formatted(id));
        add(json, !forged || random.nextInt(6) > 0, "\"tenant\": " + tenant);
        add(json, !forged || random.nextInt(8) > 0, "\"groups\": " + groups);
        add(json, forged && random.nextInt(4) == 0, one(EXTRAS));
        boolean twice = forged && random.nextInt(20) == 0;
        add(json, twice, "\"tenant\": \"%s\"".formatted(one(TENANTS)));
        boolean asks = random.nextInt(3) > 0;
        add(json, true, "\"type\": \"%s\"".formatted(asks ? "ask" : "search"));
        if (random.nextInt(3) > 0) {
            addOptions(json, forged);
        }
        add(json, asks && random.nextInt(2) == 0, "\"conversation\": " + conversation(forged));
        Viewer viewer = viewerOf(json + "}", header);
        String word = viewer.isAnybody() && random.nextInt(4) == 0
                ? canaries.hatch(new Owner(viewer.tenant(), viewer.groups(), true)) + " "
                : "";
        add(json, true, "\"question\": \"%s %s(%s)\"".formatted(one(QUESTIONS), word, id));
        return Forged.of(id, json + "}", header);
    }

    private void addOptions(StringBuilder json, boolean forged) {
        add(json, random.nextInt(3) > 0, "\"filter\": " + (forged ? filter(0) : "{\"kind\": \"document\"}"));
        add(json, forged && random.nextInt(25) == 0, "\"filter\": " + one(List.of("[]", "\"tenant:south\"", "7")));
        add(
                json,
                random.nextInt(2) == 0,
                "\"mode\": \"%s\"".formatted(one(List.of("auto", "dense", "sparse", "hybrid"))));
        add(json, random.nextInt(4) == 0, "\"diversity\": 0.%d".formatted(random.nextInt(10)));
        add(json, random.nextInt(4) == 0, "\"onePerDocument\": true");
        add(json, random.nextInt(2) == 0, "\"neighbours\": " + random.nextInt(11));
        add(json, random.nextInt(2) == 0, "\"topK\": " + one(List.of("1", "3", "20", "100")));
        add(json, random.nextInt(6) == 0, "\"minScore\": -1");
        add(json, random.nextInt(4) == 0, "\"deltas\": true");
    }

    /** By what the documentation says: a tenant in the value, or in the header, or the same in both; groups a list. */
    private static Viewer viewerOf(String json, @Nullable String header) {
        JsonNode request;
        try {
            request = Json.MAPPER.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return Viewer.NOBODY;
        }
        JsonNode stated = request.path("tenant");
        if (!stated.isMissingNode() && !stated.isNull() && !stated.isTextual()) {
            return Viewer.NOBODY;
        }
        String tenant = stated.isTextual() ? stated.asText() : header;
        if (tenant == null || !TENANTS.contains(tenant) || (header != null && !header.equals(tenant))) {
            return Viewer.NOBODY;
        }
        Set<String> groups = new TreeSet<>();
        for (JsonNode group : request.path("groups")) {
            if (!request.path("groups").isArray() || !group.isTextual()) {
                return Viewer.NOBODY;
            }
            groups.add(group.asText());
        }
        return new Viewer(tenant, groups);
    }

    private @Nullable String header(boolean forged) {
        return switch (forged ? random.nextInt(6) : 5) {
            case 0 -> "north";
            case 1 -> "south";
            case 2 -> one(List.of("", "*", "NORTH", "north\nsouth"));
            default -> null;
        };
    }

    private String groups() {
        return one(List.of("[\"staff\"]", "[\"board\"]", "[\"staff\", \"board\"]", "[\"board\", \"nobody\"]"));
    }

    private String conversation(boolean forged) {
        String id = "c" + random.nextInt(6);
        return forged && random.nextInt(3) == 0
                ? one(List.of("\"%s\\n[5:staff]\"", "\"north\\n%s\"", "\"%s\\u0000\"", "[\"%s\"]", "\" \""))
                        .formatted(id)
                : "\"%s\"".formatted(id);
    }

    private String filter(int depth) {
        if (depth < 4 && random.nextInt(3) == 0) {
            return switch (random.nextInt(3)) {
                case 0 -> "{\"or\": [%s, %s]}".formatted(filter(depth + 1), filter(depth + 1));
                case 1 -> "{\"and\": [%s, %s]}".formatted(filter(depth + 1), filter(depth + 1));
                default -> "{\"not\": %s}".formatted(filter(depth + 1));
            };
        }
        // Most fit their field's type, so that they come through to the search.
        return switch (random.nextInt(10)) {
            case 0 -> "{}";
            case 1 -> "{\"tenant\": \"%s\"}".formatted(one(TENANTS));
            case 2 -> "{\"tenant\": [\"north\", \"south\"]}";
            case 3 -> "{\"metadata.groups\": [\"staff\", \"board\"]}";
            case 4 -> "{\"metadata.groups\": null}";
            case 5 -> "{\"metadata.year\": {\"gte\": 0}}";
            case 6 -> "{\"tenant\": null}";
            default -> "{%s: %s}".formatted(Json.MAPPER.valueToTree(one(FIELDS)), one(VALUES));
        };
    }

    private static void add(StringBuilder json, boolean wanted, String field) {
        if (wanted) {
            json.append(", ").append(field);
        }
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
