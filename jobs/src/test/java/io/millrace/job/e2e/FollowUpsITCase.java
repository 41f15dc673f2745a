package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.job.e2e.PlayedChat.Heard;
import io.qdrant.client.ValueFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Twenty scripted conversations, each about a mill that only its first question names. The chat model puts the name in the
 * place of "it" if it reads it among the turns before, and can't otherwise. Each test goes on where the one before ended.
 */
@ExtendWith(EndToEnd.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FollowUpsITCase {
    private static final List<String> MILLS = List.of(
            "Alder",
            "Birch",
            "Cedar",
            "Dogwood",
            "Elder",
            "Fir",
            "Gorse",
            "Hazel",
            "Ivy",
            "Juniper",
            "Katsura",
            "Larch",
            "Maple",
            "Nutmeg",
            "Oak",
            "Poplar",
            "Quince",
            "Rowan",
            "Spruce",
            "Tamarind");

    private static final List<String> SCRIPT = List.of(
            "What is the %s mill?",
            "Who keeps it?", "When was it built?", "Which river turns it?", "What does it grind?", "And is it old?");

    private static final int HISTORY = 3;

    private static final PlayedChat MODEL = new PlayedChat(FollowUpsITCase::act);
    private static Flow flow;
    private static RunningJob job;

    @BeforeAll
    static void start(Flow own) {
        flow = own;
        MODEL.answersFor(flow);
        flow.set("answers.history", String.valueOf(HISTORY)).set("query.top-k", "1");
        flow.ingest();
        for (String mill : MILLS) {
            flow.documents().send(mill, """
                    {"text": "The %s mill was built in 1850. It grinds barley, and a river turns it."}""".formatted(mill));
        }
        flow.index().await(points -> points.size() == MILLS.size());
        job = flow.query();
    }

    @AfterAll
    static void closeTheModel() {
        MODEL.close();
    }

    /** Names the mill of the turns before, or answers with what it is given. */
    private static PlayedChat.Act act(Heard heard) {
        if (!heard.condenses()) {
            return PlayedChat.says("It says so [1].");
        }
        String before = String.join("\n", heard.turns().subList(0, heard.turns().size() - 1));
        String mill = MILLS.stream().filter(before::contains).findFirst().orElse("unknown");
        return PlayedChat.says(standing(heard.last(), mill));
    }

    private static String standing(String question, String mill) {
        return question.replace(" it", " the %s mill".formatted(mill));
    }

    @Test
    @Order(1)
    void eachQuestionIsUnderstoodWithThoseBeforeIt() {
        int kept = 0;
        for (int turn = 0; turn < SCRIPT.size(); turn++) {
            List<JsonNode> answers = ask(SCRIPT.get(turn), "turn-" + turn, MILLS);
            for (int i = 0; i < MILLS.size(); i++) {
                JsonNode answer = answers.get(i);
                assertThat(answer.path("status").asText()).isEqualTo("answered");
                assertThat(answer.path("question").asText())
                        .isEqualTo(turn == 0 ? "" : standing(SCRIPT.get(turn), MILLS.get(i)));
                assertThat(answer.at("/citations/0/documentId").asText()).isEqualTo(MILLS.get(i));
                kept += turn == 0 ? 0 : 1;
            }
        }
        System.out.printf(
                "FOLLOW-UPS %d conversations of %d turns: %d of %d follow-ups kept the thread; at most %d turns read of %d%n",
                MILLS.size(),
                SCRIPT.size(),
                kept,
                MILLS.size() * (SCRIPT.size() - 1),
                condensing().stream().mapToInt(FollowUpsITCase::turnsRead).max().orElse(0),
                SCRIPT.size());
    }

    @Test
    @Order(2)
    void noMoreTurnsAreReadThanIsConfiguredAndNoneOfAnotherConversation() {
        List<Heard> condensing = condensing();

        assertThat(condensing).hasSize(MILLS.size() * (SCRIPT.size() - 1));
        for (Heard heard : condensing) {
            int turn = SCRIPT.indexOf(heard.last());
            List<String> before = heard.turns().subList(0, heard.turns().size() - 1);
            assertThat(turnsRead(heard)).isEqualTo(Math.min(turn, HISTORY));
            TreeSet<String> mills = MILLS.stream()
                    .filter(mill -> before.stream().anyMatch(text -> text.contains(mill)))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(mills).hasSize(1);
            String mill = mills.first();
            List<String> asked = new ArrayList<>();
            for (int i = 0; i < before.size(); i += 2) {
                asked.add(before.get(i));
            }
            assertThat(asked)
                    .isEqualTo(IntStream.range(Math.max(0, turn - HISTORY), turn)
                            .mapToObj(i -> standing(SCRIPT.get(i).formatted(mill), mill))
                            .toList());
        }
    }

    @Test
    @Order(3)
    void questionsThatComeAllAtOnceAreTakenUpInTheirOrder() {
        for (int turn = 0; turn < SCRIPT.size(); turn++) {
            for (String mill : MILLS.subList(0, 5)) {
                // One key, one partition: what is sent first is read first.
                flow.requests()
                        .send(mill, request("at-once-%d-%s".formatted(turn, mill), SCRIPT.get(turn), mill, "at-once-"));
            }
        }
        for (int turn = 1; turn < SCRIPT.size(); turn++) {
            for (String mill : MILLS.subList(0, 5)) {
                assertThat(answer("at-once-%d-%s".formatted(turn, mill))
                                .path("question")
                                .asText())
                        .isEqualTo(standing(SCRIPT.get(turn), mill));
            }
        }
    }

    /** Time isn't waited for: what was kept is made older. */
    @Test
    @Order(4)
    void turnsThatAreTooOldAreNotRead() {
        List<String> forgotten = MILLS.subList(0, 10);
        List<String> remembered = MILLS.subList(10, 20);
        age(forgotten, Duration.ofHours(25));
        age(remembered, Duration.ofHours(23));

        List<JsonNode> answers = ask("Who owns it?", "later", MILLS);

        for (int i = 0; i < MILLS.size(); i++) {
            assertThat(answers.get(i).path("question").asText())
                    .isEqualTo(i < 10 ? "" : standing("Who owns it?", MILLS.get(i)));
        }
    }

    @Test
    @Order(5)
    void whatIsOlderThanAnswersAreKeptIsRemoved() {
        try (Index kept = new Index(flow.servers().qdrantPort(), flow.name() + "-answers")) {
            long before = kept.count();
            age(MILLS.subList(0, 10), Duration.ofDays(8));
            job.close();

            flow.query();

            // Each has the script's turns, and the one of the test before.
            var unused = kept.await(points -> points.size() == before - 10 * (SCRIPT.size() + 1L));
        }
    }

    private static List<JsonNode> ask(String question, String id, List<String> mills) {
        for (String mill : mills) {
            String own = "%s-%s".formatted(id, mill);
            flow.requests().send(own, request(own, question, mill, "about-"));
        }
        return mills.stream().map(mill -> answer("%s-%s".formatted(id, mill))).toList();
    }

    private static String request(String id, String question, String mill, String conversation) {
        return """
                {"id": "%s", "type": "ask", "question": "%s", "conversation": "%s%s"}""".formatted(id, question.formatted(mill), conversation, mill);
    }

    private static JsonNode answer(String id) {
        return flow.answers().await(answer -> answer.path("id").asText().equals(id));
    }

    private static void age(List<String> mills, Duration age) {
        long then = Instant.now().minus(age).toEpochMilli();
        try (Tampering store = new Tampering(flow.servers().qdrantPort(), flow.name() + "-answers")) {
            mills.forEach(mill -> store.setWhere("conversation", "about-" + mill, "keptAt", ValueFactory.value(then)));
        }
    }

    private static List<Heard> condensing() {
        return MODEL.heard().stream().filter(Heard::condenses).toList();
    }

    private static int turnsRead(Heard heard) {
        return (heard.turns().size() - 1) / 2;
    }
}
