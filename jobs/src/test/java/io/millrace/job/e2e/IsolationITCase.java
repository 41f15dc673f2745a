package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.job.e2e.Canaries.Owner;
import io.millrace.job.e2e.Canaries.Viewer;
import io.millrace.job.e2e.ForgedRequests.Forged;
import io.millrace.job.e2e.PlayedChat.Heard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/**
 * Two tenants and two groups in each, with the same documents but for words that are nobody else's. Whatever a request
 * says, no word of others' comes out: not in answers, pieces of them, dead letters, prompts, kept answers, the log or
 * metrics. {@code -Dmillrace.requests=N} makes it more requests.
 */
@ExtendWith(EndToEnd.class)
class IsolationITCase {
    private static final int REQUESTS = Integer.getInteger("millrace.requests", 1_000);
    private static final int DOCUMENTS = 3;
    private static final int SECTIONS = 5;
    private static final Pattern ID = Pattern.compile("\\((r-\\d+)\\)");

    private final Random random = new Random(20_261_128);
    private final Canaries canaries = new Canaries(random);
    private final ForgedRequests forger = new ForgedRequests(random, canaries);

    @Test
    void nothingOfOthersComesOutWhereAChatModelRepeatsAllThatItReads(Flow flow) {
        try (PlayedChat chat = new PlayedChat(IsolationITCase::repeat);
                WholeLog log = new WholeLog()) {
            chat.answersFor(flow);
            flow.tellDeltas()
                    .set("chunking.max-tokens", "40")
                    .set("chunking.min-tokens", "8")
                    .set("answers.cache", "true")
                    .set("answers.cache-similarity", "0.6");
            RunningJob job = start(flow);
            // Four fifths are new, the others come again under their old ids.
            List<Forged> first =
                    IntStream.range(0, REQUESTS * 4 / 5).mapToObj(forger::next).toList();
            List<JsonNode> answers = send(flow, first, 0);
            int asked = chat.heard().size();
            List<Forged> second = again(first, answers);
            List<JsonNode> replayed = send(flow, second, answers.size());
            LoggerFactory.getLogger(Flow.class).trace("probe of the log");

            Map<String, Viewer> viewers = viewers(first);
            Map<String, Integer> leaks = new TreeMap<>();
            leaks.put("answers", leaks(answers, viewers) + leaks(replayed, viewers(second)));
            leaks.put("deltas", leaks(flow.deltas().values(), viewers));
            leaks.put("dead letters", leaks(flow.deadLetters().values(), Map.of()));
            leaks.put(
                    "prompts",
                    prompts(chat.heard().subList(0, asked), viewers)
                            + prompts(chat.heard().subList(asked, chat.heard().size()), viewers(second)));
            leaks.put("kept answers", kept(flow));
            leaks.put("log", any(log.lines()));
            Map<String, String> metrics = flow.servers().flink().metrics();
            leaks.put("metrics", any(metrics.keySet()) + any(metrics.values()));

            Set<String> delivered = new TreeSet<>();
            answers.forEach(answer -> delivered.addAll(canaries.in(answer.toString(), owner -> !owner.asked())));
            long reused =
                    answers.stream().filter(answer -> answer.has("reused")).count();
            System.out.printf(
                    "ISOLATION %d requests, %s; %d taken from another's answer, %d replays got theirs; of %d words of documents %d"
                            + " came to their own; leaked %s; %d log lines, %d metrics%n",
                    first.size() + second.size(),
                    statuses(answers, replayed),
                    reused,
                    theirs(second, replayed, answers),
                    canaries.ofDocuments().size(),
                    delivered.size(),
                    leaks,
                    log.lines().size(),
                    metrics.size());
            assertThat(leaks.values()).containsOnly(0);
            assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
            assertThat(job.restarts()).isZero();
            // And the search for leaks isn't blind: what is allowed is found, wherever something can be.
            assertThat(delivered).isEqualTo(canaries.ofDocuments());
            assertThat(leaks(answers, Map.of())).isPositive();
            assertThat(leaks(flow.deltas().values(), Map.of())).isPositive();
            assertThat(prompts(chat.heard(), Map.of())).isPositive();
            assertThat(reused).isPositive();
            assertThat(theirs(second, replayed, answers)).isPositive();
            assertThat(log.lines()).anyMatch(line -> line.contains("probe of the log"));
            assertThat(metrics.keySet()).anyMatch(name -> name.contains(".tenant.south."));
        }
    }

    @Test
    void nothingOfOthersComesOutOfQuotedAnswersAndParents(Flow flow) {
        flow.set("chunking.chunker", "parent-child")
                .set("chunking.max-tokens", "24")
                .set("chunking.min-tokens", "8")
                .set("chunking.parent-tokens", "90")
                .tellDeltas();
        RunningJob job = start(flow);
        List<Forged> requests =
                IntStream.range(0, REQUESTS / 5).mapToObj(forger::next).toList();

        List<JsonNode> answers = send(flow, requests, 0);

        assertThat(leaks(answers, viewers(requests))).isZero();
        assertThat(leaks(flow.deltas().values(), viewers(requests))).isZero();
        assertThat(kept(flow)).isZero();
        assertThat(answers).anyMatch(answer -> answer.path("results").findValue("context") != null);
        assertThat(leaks(answers, Map.of())).isPositive();
        assertThat(job.restarts()).isZero();
        assertThatAJobThatKnowsNoTenantsLeaks(flow);
    }

    /** The same documents behind a job that was told of no tenants: then words do come out, and the search sees it. */
    private void assertThatAJobThatKnowsNoTenantsLeaks(Flow flow) {
        try (Flow open = new Flow(flow.servers())) {
            open.set("qdrant.collection", flow.name()).set("kafka.group-id", open.name());
            open.query();
            List<Forged> requests = IntStream.range(0, 10)
                    .mapToObj(i -> Forged.of(
                            "r-" + i,
                            "{\"type\": \"search\", \"query\": \"Which mill grinds? %d\"}".formatted(i),
                            null))
                    .toList();

            assertThat(leaks(send(open, requests, 0), viewers(requests))).isPositive();
        }
    }

    /** Jobs that know tenants and groups, over documents of each. */
    private RunningJob start(Flow flow) {
        flow.set("tenancy.required", "true")
                .set("tenancy.groups-field", "metadata.groups")
                .set("qdrant.fields.metadata.groups", "keyword")
                .set("qdrant.fields.metadata.secret", "keyword")
                .set("qdrant.fields.metadata.year", "integer");
        flow.ingest();
        for (String tenant : ForgedRequests.TENANTS) {
            for (String group : ForgedRequests.GROUPS) {
                for (int i = 0; i < DOCUMENTS; i++) {
                    String id = "mill-%s-%d".formatted(group, i);
                    flow.documents().send(id, document(id, new Owner(tenant, Set.of(group), false)));
                }
            }
        }
        int documents = DOCUMENTS * ForgedRequests.TENANTS.size() * ForgedRequests.GROUPS.size();
        flow.index()
                .await(points -> points.values().stream()
                                .map(point -> point.text("tenant") + point.text("documentId"))
                                .distinct()
                                .count()
                        == documents);
        return flow.query();
    }

    private String document(String id, Owner owner) {
        StringBuilder text = new StringBuilder();
        for (int section = 0; section < SECTIONS; section++) {
            text.append("## Part %d %s%n%n".formatted(section, canaries.hatch(owner)))
                    .append("The mill grinds barley near the weir, where its secret is %s.%n"
                            .formatted(canaries.hatch(owner)))
                    .append("Its wheel turns by the river, its stones by the wheel, and part %d is kept by %s.%n%n"
                            .formatted(section, canaries.hatch(owner)));
        }
        ObjectNode document = Flow.object()
                .put("id", id)
                .put("tenant", owner.tenant())
                .put("contentType", "text/markdown")
                .put("title", "Mill " + canaries.hatch(owner))
                .put("uri", "file:/" + canaries.hatch(owner))
                .put("text", text.toString());
        ObjectNode metadata = document.putObject("metadata").put("year", 1850);
        metadata.put("secret", canaries.hatch(owner));
        owner.groups().forEach(metadata.putArray("groups")::add);
        return document.toString();
    }

    /** Sends them, and waits for one answer to each: those that come after some. */
    private static List<JsonNode> send(Flow flow, List<Forged> requests, int after) {
        for (Forged request : requests) {
            if (request.header() == null) {
                flow.requests().send(request.id(), request.json());
            } else {
                flow.requests().sendAt(System.currentTimeMillis(), request.id(), request.header(), request.json());
            }
        }
        List<JsonNode> all = flow.answers().await(after + requests.size());
        List<JsonNode> own = all.subList(after, all.size());
        assertThat(own.stream()
                        .map(answer -> answer.path("id").asText())
                        .sorted()
                        .toList())
                .isEqualTo(requests.stream().map(Forged::id).sorted().toList());
        return own;
    }

    /** Requests that were answered come again: as they were, and as another's. */
    private List<Forged> again(List<Forged> sent, List<JsonNode> answers) {
        Map<String, Forged> byId = new HashMap<>();
        sent.forEach(request -> byId.put(request.id(), request));
        List<Forged> again = new ArrayList<>();
        for (JsonNode answer : answers) {
            Forged request = Objects.requireNonNull(byId.get(answer.path("id").asText()));
            // What a request says itself comes back to whoever sends it.
            boolean fit = answer.has("answer")
                    && canaries.in(request.json(), owner -> true).isEmpty();
            if (again.size() == REQUESTS / 5 || !fit) {
                continue;
            }
            Viewer own = request.viewer();
            String other = own.tenant().equals("north") ? "south" : "north";
            again.add(
                    switch (again.size() % 5) {
                        case 0 -> request;
                        case 1 -> request.by(other, own.groups(), null);
                        case 2 -> request.by(null, own.groups(), other);
                        case 3 ->
                            request.by(
                                    own.tenant(),
                                    own.groups().contains("staff") ? Set.of("board") : Set.of("staff"),
                                    null);
                        default -> request.by(own.tenant(), own.groups(), other);
                    });
        }
        return again;
    }

    /** How many that came again as they were got their answer again. */
    private static long theirs(List<Forged> again, List<JsonNode> replayed, List<JsonNode> answers) {
        return IntStream.range(0, again.size())
                .filter(i -> i % 5 == 0)
                .filter(i -> text(replayed, again.get(i).id())
                        .equals(text(answers, again.get(i).id())))
                .count();
    }

    private static String text(List<JsonNode> answers, String id) {
        return answers.stream()
                .filter(answer -> answer.path("id").asText().equals(id))
                .map(answer -> answer.path("answer").asText())
                .findFirst()
                .orElse("");
    }

    private static Map<String, Viewer> viewers(List<Forged> requests) {
        Map<String, Viewer> viewers = new HashMap<>();
        requests.forEach(request -> viewers.put(request.id(), request.viewer()));
        return viewers;
    }

    /** Words in records that those whom they are for mustn't see; nobody may see any where they are for nobody. */
    private int leaks(List<JsonNode> records, Map<String, Viewer> viewers) {
        return records.stream()
                .mapToInt(record -> canaries.leaks(
                                record.toString(),
                                viewers.getOrDefault(record.path("id").asText(), Viewer.NOBODY))
                        .size())
                .sum();
    }

    private int prompts(List<Heard> prompts, Map<String, Viewer> viewers) {
        int leaks = 0;
        for (Heard heard : prompts) {
            String id = "";
            for (Matcher ids = ID.matcher(heard.last()); ids.find(); ) {
                id = ids.group(1);
            }
            leaks += canaries.leaks(String.join("\n", heard.turns()), viewers.getOrDefault(id, Viewer.NOBODY))
                    .size();
        }
        return leaks;
    }

    private int kept(Flow flow) {
        try (Index kept = new Index(flow.servers().qdrantPort(), flow.name() + "-answers")) {
            return kept.points().values().stream()
                    .mapToInt(point -> canaries.in(
                                    point.payload().toString(),
                                    owner -> !owner.tenant().equals(point.text("tenant")))
                            .size())
                    .sum();
        }
    }

    private int any(Iterable<String> texts) {
        int found = 0;
        for (String text : texts) {
            found += canaries.in(text, owner -> true).size();
        }
        return found;
    }

    private static Map<String, Integer> statuses(List<JsonNode> answers, List<JsonNode> more) {
        Map<String, Integer> statuses = new TreeMap<>();
        answers.forEach(answer -> statuses.merge(answer.path("status").asText(), 1, Integer::sum));
        more.forEach(answer -> statuses.merge(answer.path("status").asText(), 1, Integer::sum));
        return statuses;
    }

    /** Repeats its evidence and the question, and all that was said before. */
    private static PlayedChat.Act repeat(Heard heard) {
        return PlayedChat.says(heard.condenses() ? String.join(" ", heard.turns()) : "All of it [1]: " + heard.last());
    }
}
