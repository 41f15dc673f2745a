package io.millrace.job.e2e;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words that stand nowhere else, each of which only some may see: where one turns up that shouldn't, something leaks. */
final class Canaries {
    private static final int LETTERS = 12;
    private static final Pattern WORD = Pattern.compile("zq[a-z]{%d}".formatted(LETTERS));

    private final Map<String, Owner> owners = new LinkedHashMap<>();
    private final Random random;

    Canaries(Random random) {
        this.random = random;
    }

    /**
     * Who may see a word.
     *
     * @param tenant the tenant
     * @param groups of a document's word one of them may see it; of a question's, those who have just these
     * @param asked whether it stands in a question
     */
    record Owner(String tenant, Set<String> groups, boolean asked) {
        boolean isSeenBy(Viewer viewer) {
            return tenant.equals(viewer.tenant())
                    && (asked ? groups.equals(viewer.groups()) : groups.stream().anyMatch(viewer.groups()::contains));
        }
    }

    /** Whom a request comes from, as far as it says so in order; nobody sees anything. */
    record Viewer(String tenant, Set<String> groups) {
        static final Viewer NOBODY = new Viewer("", Set.of());

        boolean isAnybody() {
            return !tenant.isEmpty() && !groups.isEmpty();
        }
    }

    /** A new word of that owner's. */
    String hatch(Owner owner) {
        StringBuilder word = new StringBuilder("zq");
        while (word.length() < LETTERS + 2) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        owners.put(word.toString(), owner);
        return word.toString();
    }

    /** Every word of these that stands in the text. */
    List<String> in(String text, Predicate<Owner> which) {
        List<String> found = new ArrayList<>();
        Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (words.find()) {
            Owner owner = owners.get(words.group());
            if (owner != null && which.test(owner)) {
                found.add(words.group());
            }
        }
        return found;
    }

    /** The words in the text that the viewer mustn't see. */
    List<String> leaks(String text, Viewer viewer) {
        return in(text, owner -> !owner.isSeenBy(viewer));
    }

    /** All words of documents. */
    Set<String> ofDocuments() {
        Set<String> words = new TreeSet<>();
        owners.forEach((word, owner) -> {
            if (!owner.asked()) {
                words.add(word);
            }
        });
        return words;
    }
}
