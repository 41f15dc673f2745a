package io.millrace.connector.treesitter;

/** How deeply a text's brackets nest, strings and comments not told apart. */
final class Nesting {
    private Nesting() {}

    /** Whether more brackets are ever open at once than the limit. */
    static boolean isDeeper(String text, int limit) {
        int open = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '(', '[', '{' -> open++;
                case ')', ']', '}' -> open = Math.max(0, open - 1);
                default -> {
                    continue;
                }
            }
            if (open > limit) {
                return true;
            }
        }
        return false;
    }
}
