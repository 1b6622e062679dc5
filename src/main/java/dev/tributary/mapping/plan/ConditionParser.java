package dev.tributary.mapping.plan;

import dev.tributary.base.NearestWord;
import dev.tributary.mapping.plan.Condition.Measure;
import dev.tributary.mapping.plan.Condition.Operand;
import dev.tributary.mapping.plan.Condition.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads conditions in the guide's words. Not thread-safe; one per condition. */
final class ConditionParser {

    /** What is wrong with a condition. */
    static final class SyntaxException extends Exception {

        private static final long serialVersionUID = 1L;

        private final int column;
        private final String cure;

        SyntaxException(int column, String what, String cure) {
            super(what);
            this.column = column;
            this.cure = cure;
        }

        /** @return from 1, within the condition */
        int column() {
            return column;
        }

        String cure() {
            return cure;
        }
    }

    private record Token(String text, boolean quoted, int column) {

        boolean is(String word) {
            return !quoted && text.toUpperCase(Locale.ROOT).equals(word);
        }
    }

    private static final Pattern TOKEN = Pattern.compile("\\s*(?:\"([^\"]*)\"|([(),]|!=|=)|([^\\s(),\"=!]+))");
    private static final List<String> VERBS =
            List.of("VALUED", "EQUALS", "NOT", "IN", "IS", "LENGTH", "COUNT", "STARTS", "GREATER", "LESS");

    private final List<Token> tokens = new ArrayList<>();
    private final int length;
    private int next;

    private ConditionParser(String text) throws SyntaxException {
        length = text.length();
        Matcher matcher = TOKEN.matcher(text);
        int from = 0;
        while (from < text.length() && !text.substring(from).isBlank()) {
            if (!matcher.find(from) || matcher.start() != from) {
                throw new SyntaxException(from + 1, "'" + text.substring(from) + "' is no word", "close the quotes");
            }
            for (int group = 1; group <= 3; group++) {
                if (matcher.group(group) != null) {
                    int quote = group == 1 ? 1 : 0;
                    tokens.add(new Token(matcher.group(group), group == 1, matcher.start(group) + 1 - quote));
                }
            }
            from = matcher.end();
        }
    }

    static Condition parse(String text) throws SyntaxException {
        ConditionParser parser = new ConditionParser(text);
        parser.skip("IF");
        Condition condition = parser.or();
        if (parser.next < parser.tokens.size()) {
            Token rest = parser.tokens.get(parser.next);
            throw new SyntaxException(rest.column(), "'" + rest.text() + "' is one word too many", "join by AND or OR");
        }
        return condition;
    }

    private Condition or() throws SyntaxException {
        List<Condition> parts = new ArrayList<>();
        parts.add(and());
        while (skip("OR")) {
            skip("IF");
            parts.add(and());
        }
        return parts.size() == 1 ? parts.get(0) : new Condition.Or(List.copyOf(parts));
    }

    private Condition and() throws SyntaxException {
        List<Condition> parts = new ArrayList<>();
        parts.add(not());
        while (skip("AND")) {
            skip("IF");
            parts.add(not());
        }
        return parts.size() == 1 ? parts.get(0) : new Condition.And(List.copyOf(parts));
    }

    private Condition not() throws SyntaxException {
        if (skip("NOT")) {
            return new Condition.Not(not());
        }
        if (skip("(")) {
            Condition inner = or();
            expect(")");
            return inner;
        }
        return comparison();
    }

    private Condition comparison() throws SyntaxException {
        Operand operand = operand();
        boolean is = skip("IS");
        boolean not = skip("NOT");
        Condition condition = verb(operand, is, not);
        return not ? new Condition.Not(condition) : condition;
    }

    private Condition verb(Operand operand, boolean is, boolean not) throws SyntaxException {
        if (skip("VALUED")) {
            return new Condition.Valued(operand);
        }
        if (skip("NUMBER")) {
            return new Condition.IsNumber(operand);
        }
        if (skip("DATE")) {
            return new Condition.IsDate(operand);
        }
        if (skip("IN")) {
            return new Condition.In(operand, values());
        }
        if (skip("STARTS")) {
            expect("WITH");
            return new Condition.StartsWith(operand, word("a text in quotes").text());
        }
        if (skip("LENGTH")) {
            return new Condition.Size(operand, Measure.LENGTH, order(), number());
        }
        if (skip("COUNT") || skip("LST.COUNT")) {
            return new Condition.Size(operand, Measure.COUNT, order(), number());
        }
        if (peek("GREATER") || peek("LESS")) {
            return new Condition.Size(operand, Measure.VALUE, order(), number());
        }
        if (skip("!=")) {
            return new Condition.Not(new Condition.In(operand, List.of(operand())));
        }
        if (skip("EQUALS") || skip("EQUAL") || skip("=") || ((is || not) && peekQuoted())) {
            skip("TO");
            return new Condition.In(operand, List.of(operand()));
        }
        Token wrong = here("VALUED, EQUALS or IN");
        throw new SyntaxException(
                wrong.column(),
                "'" + wrong.text() + "' is no comparison",
                NearestWord.of(wrong.text(), VERBS).isEmpty()
                        ? "use VALUED, NOT VALUED, EQUALS, IN (…)"
                        : NearestWord.cure(wrong.text(), VERBS));
    }

    private Order order() throws SyntaxException {
        if (skip("EQUALS") || skip("EQUAL") || skip("=")) {
            return Order.EQUAL;
        }
        if (skip("NOT")) {
            expect("EQUALS");
            return Order.NOT_EQUAL;
        }
        boolean greater = skip("GREATER");
        if (!greater && !skip("LESS")) {
            Token wrong = here("GREATER THAN, LESS THAN or EQUALS");
            throw new SyntaxException(
                    wrong.column(), "'" + wrong.text() + "' is no order", "use GREATER THAN, LESS THAN or EQUALS");
        }
        expect("THAN");
        if (skip("OR")) {
            if (!skip("EQUALS")) {
                expect("EQUAL");
            }
            skip("TO");
            return greater ? Order.GREATER_OR_EQUAL : Order.LESS_OR_EQUAL;
        }
        return greater ? Order.GREATER : Order.LESS;
    }

    private List<Operand> values() throws SyntaxException {
        expect("(");
        List<Operand> values = new ArrayList<>();
        do {
            values.add(operand());
        } while (skip(","));
        expect(")");
        return List.copyOf(values);
    }

    private Operand operand() throws SyntaxException {
        Token token = word("a field such as PID-3 or a text in quotes");
        if (token.quoted()) {
            return new Operand.Literal(token.text(), token.column());
        }
        if (token.is("FEED")) {
            Token property = word("NAME or COUNTRY");
            if (!property.is("NAME") && !property.is("COUNTRY")) {
                throw new SyntaxException(
                        property.column(), "a feed has no '" + property.text() + "'", "use FEED NAME or FEED COUNTRY");
            }
            return new Operand.Feed(property.text().toUpperCase(Locale.ROOT), token.column());
        }
        SourceRef ref = SourceRef.parse(token.text());
        if (ref == null) {
            throw new SyntaxException(
                    token.column(),
                    "'" + token.text() + "' is neither a field nor a text",
                    "write fields like PID-3.1 or CX.4, texts in quotes");
        }
        return new Operand.Source(ref, token.text(), token.column());
    }

    private int number() throws SyntaxException {
        Token token = word("a number");
        try {
            return Integer.parseInt(token.text());
        } catch (NumberFormatException e) {
            throw new SyntaxException(token.column(), "'" + token.text() + "' is no number", "write digits");
        }
    }

    private Token word(String expected) throws SyntaxException {
        Token token = here(expected);
        next++;
        return token;
    }

    private Token here(String expected) throws SyntaxException {
        if (next >= tokens.size()) {
            throw new SyntaxException(length + 1, "the condition ends too early", "expected: " + expected);
        }
        return tokens.get(next);
    }

    private void expect(String word) throws SyntaxException {
        Token token = here("'" + word + "'");
        if (!token.is(word)) {
            throw new SyntaxException(token.column(), "'" + token.text() + "' stands where '" + word + "' belongs", "");
        }
        next++;
    }

    private boolean skip(String word) {
        if (peek(word)) {
            next++;
            return true;
        }
        return false;
    }

    private boolean peek(String word) {
        return next < tokens.size() && tokens.get(next).is(word);
    }

    private boolean peekQuoted() {
        return next < tokens.size() && tokens.get(next).quoted();
    }
}
