package io.iamtighten.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.testsupport.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** One example for each kind of problem, with its exact place; and the mistakes that people make. */
class PolicyParserTest {
    private static final String GOOD = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}""";

    @TestFactory
    Stream<DynamicTest> everyPolicyOfOursRoundTrips() throws IOException {
        try (Stream<Path> files = Files.list(TestData.ours("policies"))) {
            List<Path> policies =
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
            assertThat(policies).hasSizeGreaterThanOrEqualTo(7);
            return policies.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                        PolicyDocument document =
                                PolicyParser.parse(TestData.bytes(file)).orElseThrow();
                        roundTrips(document);
                    }));
        }
    }

    private static void roundTrips(PolicyDocument document) {
        for (String text : List.of(PolicyWriter.canonical(document), PolicyWriter.minified(document))) {
            assertThat(PolicyParser.parse(text).orElseThrow()).isEqualTo(document);
            assertThat(PolicyParser.parse(text.getBytes(StandardCharsets.UTF_8)).orElseThrow())
                    .isEqualTo(document);
        }
    }

    @Test
    void aMisspeltConditionIsAnErrorAndNotDropped() {
        assertThat(problems("""
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {
                      "Effect": "Allow",
                      "Action": "s3:*",
                      "Resource": "*",
                      "Conditon": {"Bool": {"aws:SecureTransport": "true"}}
                    }
                  ]
                }
                """))
                .containsExactly(
                        "UNKNOWN_ELEMENT line 8, column 7 (/Statement/0/Conditon): `Conditon` is not an element of a "
                                + "statement; did you mean `Condition`?");
    }

    @Test
    void aMisspeltElementIsNotAlsoMissing() {
        assertThat(problems("""
                {"statement": {"effect": "Allow", "action": "s3:*"}}"""))
                .containsExactly(
                        "UNKNOWN_ELEMENT line 1, column 2 (/statement): `statement` is not an element of a policy "
                                + "document; did you mean `Statement`?");
        assertThat(problems(statement("""
                {"Effct": "Allow", "Action": "s3:*"}""")))
                .containsExactly(
                        "UNKNOWN_ELEMENT line 1, column 17 (/Statement/0/Effct): `Effct` is not an element of a "
                                + "statement; did you mean `Effect`?");
    }

    @Test
    void aDuplicateKeyIsAnErrorWhereItStandsAgain() {
        assertThat(problems("""
                {"Statement": {"Effect": "Deny", "Action": "*",
                  "Effect": "Allow"}}"""))
                .containsExactly(
                        "DUPLICATE_KEY line 2, column 3 (/Statement/Effect): the key `Effect` stands twice in one object; "
                                + "one of them would be lost");
        assertThat(problems("""
                {"Statement": {"Effect": "Deny", "Action": "*", "Condition": {"StringEquals": {"k": "1", "k": "2"}}}}"""))
                .containsExactly(
                        "DUPLICATE_KEY line 1, column 90 (/Statement/Condition/StringEquals/k): the key `k` stands twice "
                                + "in one object; one of them would be lost");
    }

    @Test
    void missingElementsAreNamed() {
        assertThat(problems("{}"))
                .containsExactly(
                        "MISSING_ELEMENT line 1, column 1: the policy has no `Statement`; every policy needs one");
        assertThat(problems(statement("{\"Action\": \"s3:*\"}")))
                .containsExactly(
                        "MISSING_ELEMENT line 1, column 16 (/Statement/0): the statement has no `Effect`; add one");
        assertThat(problems(statement("{\"Effect\": \"Deny\"}")))
                .containsExactly(
                        "MISSING_ELEMENT line 1, column 16 (/Statement/0): the statement has no `Action` or `NotAction`; "
                                + "add one");
    }

    @Test
    void anElementAndItsInverseExcludeEachOther() {
        assertThat(problems(statement("""
                {"Effect": "Deny", "Action": "*", "NotAction": "*", "Resource": "*", "NotResource": "*",
                "Principal": "*", "NotPrincipal": "*"}""")))
                .containsExactly(
                        "CONFLICTING_ELEMENTS line 1, column 50 (/Statement/0/NotAction): a statement has `Action` or `NotAction`, "
                                + "not both",
                        "CONFLICTING_ELEMENTS line 1, column 85 (/Statement/0/NotResource): a statement has `Resource` or "
                                + "`NotResource`, not both",
                        "CONFLICTING_ELEMENTS line 2, column 19 (/Statement/0/NotPrincipal): a statement has `Principal` or "
                                + "`NotPrincipal`, not both");
    }

    @Test
    void wrongTypesAreNamed() {
        assertThat(problems("[]"))
                .containsExactly("WRONG_TYPE line 1, column 1: a policy is a JSON object; found an array");
        assertThat(problems("{\"Statement\": null}"))
                .containsExactly("WRONG_TYPE line 1, column 15 (/Statement): a statement is a JSON object; found null");
        assertThat(problems(statement("{\"Effect\": \"Deny\", \"Action\": [[\"s3:*\"]]}")))
                .containsExactly(
                        "WRONG_TYPE line 1, column 46 (/Statement/0/Action/0): `Action` is a string; found an array");
        assertThat(problems(statement("{\"Effect\": \"Deny\", \"Action\": 5}")))
                .containsExactly(
                        "WRONG_TYPE line 1, column 45 (/Statement/0/Action): `Action` is a string or a list of strings; "
                                + "found a number");
        assertThat(problems(statement("{\"Effect\": \"Deny\", \"Action\": \"*\", \"Condition\": []}")))
                .containsExactly(
                        "WRONG_TYPE line 1, column 63 (/Statement/0/Condition): `Condition` is an object of operators; "
                                + "found an array");
        assertThat(problems(
                        statement("{\"Effect\": \"Deny\", \"Action\": \"*\", \"Condition\": {\"Bool\": {\"k\": {}}}}")))
                .containsExactly(
                        "WRONG_TYPE line 1, column 78 (/Statement/0/Condition/Bool/k): a value of `k` is a string, a number "
                                + "or a boolean; found an object");
    }

    @Test
    void effectsVersionsAndPrincipalsAreClosedSets() {
        assertThat(problems(statement("{\"Effect\": \"allow\", \"Action\": \"*\"}")))
                .containsExactly(
                        "INVALID_VALUE line 1, column 27 (/Statement/0/Effect): `allow` is not an effect; expected `Allow` "
                                + "or `Deny`, in this spelling");
        assertThat(problems("{\"Version\": \"2012-10-18\", \"Statement\": []}"))
                .containsExactly(
                        "INVALID_VALUE line 1, column 13 (/Version): `2012-10-18` is not a policy version; expected "
                                + "2012-10-17 or 2008-10-17");
        assertThat(problems(statement("{\"Effect\": \"Deny\", \"Action\": \"*\", \"Principal\": \"me\"}")))
                .containsExactly(
                        "INVALID_VALUE line 1, column 63 (/Statement/0/Principal): `me` is not a principal; expected \"*\" or "
                                + "an object such as {\"AWS\": \"arn:...\"}");
        assertThat(problems(statement("{\"Effect\": \"Deny\", \"Action\": \"*\", \"Principal\": {\"aws\": \"*\"}}")))
                .containsExactly(
                        "UNKNOWN_ELEMENT line 1, column 64 (/Statement/0/Principal/aws): `aws` is not an element of a "
                                + "principal; did you mean `AWS`?");
    }

    @Test
    void operatorsAreAClosedSet() {
        assertThat(
                        problems(
                                statement(
                                        "{\"Effect\": \"Deny\", \"Action\": \"*\", \"Condition\": {\"ForAllValue:StringLike\": {\"k\": \"v\"}}}")))
                .containsExactly(
                        "UNKNOWN_OPERATOR line 1, column 64 (/Statement/0/Condition/ForAllValue:StringLike): "
                                + "`ForAllValue:StringLike` is not a condition operator; did you mean `ForAllValues:StringLike`?");
    }

    @Test
    void whatIsNotJsonIsSaidInPlainWords() {
        assertThat(problems(""))
                .containsExactly("SYNTAX line 1, column 1: the text is empty; a JSON value was expected");
        assertThat(problems("{\"Statement\": [],}"))
                .containsExactly(
                        "SYNTAX line 1, column 18: the text is not JSON: there is a comma before `}`; remove it");
        assertThat(problems("{\"Statement\": [\n  {},\n]}"))
                .containsExactly(
                        "SYNTAX line 3, column 1: the text is not JSON: there is a comma before `]`; remove it");
        assertThat(problems("{\"Version\": \"2012-10-17\"\n \"Statement\": []}"))
                .containsExactly(
                        "SYNTAX line 2, column 2: the text is not JSON: a comma or the closing bracket was expected; found "
                                + "`\"`");
        assertThat(problems("{ # why\n}"))
                .containsExactly(
                        "SYNTAX line 1, column 3: the text is not JSON: comments are not part of JSON; found `#`");
        assertThat(problems("{'Statement': []}"))
                .containsExactly(
                        "SYNTAX line 1, column 2: the text is not JSON: a key in double quotes was expected; found `'`");
        assertThat(problems("{\"Statement\" []}"))
                .containsExactly(
                        "SYNTAX line 1, column 14: the text is not JSON: a colon was expected behind the key; found `[`");
        assertThat(problems("Version: 2012-10-17"))
                .containsExactly(
                        "SYNTAX line 1, column 1: the text is not JSON: a value was expected, and `Version` is none; "
                                + "strings stand in double quotes");
        assertThat(problems("%7B%22Version%22%7D"))
                .containsExactly(
                        "SYNTAX line 1, column 1: the text is not JSON: it is percent-encoded; decode it first");
        assertThat(problems(GOOD + GOOD))
                .containsExactly("SYNTAX line 1, column " + (GOOD.length() + 1)
                        + ": there is more text behind the JSON value; nothing was expected there");
        assertThat(problems(GOOD.substring(0, 40)))
                .containsExactly(
                        "SYNTAX line 1, column 41: the JSON text ends too early; a value or closing bracket is missing");
        assertThat(problems("{\"Id\": \"a\tb\"}"))
                .containsExactly(
                        "SYNTAX line 1, column 10: the text is not JSON: a string may not hold \\u0009 as it is; write it as "
                                + "an escape");
    }

    @Test
    void outputOfACommandAroundThePolicyIsRecognised() {
        assertThat(problems("{\"PolicyVersion\": {\"Document\": " + GOOD + "}}"))
                .first()
                .asString()
                .endsWith("(this looks like the output of a command; the policy stands inside of `PolicyVersion`)");
    }

    @Test
    void aByteOrderMarkIsNoProblemAndMovesNoColumn() {
        assertThat(PolicyParser.parse("\ufeff" + GOOD).orElseThrow())
                .isEqualTo(PolicyParser.parse(GOOD).orElseThrow());
        assertThat(problems("\ufeff{\"Statment\": []}"))
                .first()
                .asString()
                .startsWith("UNKNOWN_ELEMENT line 1, column 2 ");
    }

    @Test
    void otherEncodingsAreNamed() {
        assertThat(problems(GOOD.getBytes(StandardCharsets.UTF_16)))
                .containsExactly(
                        "SYNTAX line 1, column 1: the text is UTF-16; policies are UTF-8 text, save it as such");
        assertThat(problems(GOOD.getBytes(StandardCharsets.UTF_16LE)))
                .first()
                .asString()
                .contains("it holds NUL characters, as UTF-16 text does; save it as UTF-8");
        assertThat(problems("{\"Id\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1)))
                .containsExactly(
                        "SYNTAX line 1, column 9: the bytes are not UTF-8 from offset 8 on; policies are UTF-8 text");
    }

    @Test
    void nestingIsBounded() {
        assertThat(problems("[".repeat(100_000)))
                .containsExactly(
                        "LIMIT line 1, column 1: the nesting is deeper than 512 levels, the most that is read");
    }

    @Test
    void tooManyProblemsAreCounted() {
        StringBuilder text = new StringBuilder("{\"Statement\": []");
        for (int i = 0; i < 100_000; i++) {
            text.append(",\n\"key").append(i).append("\": 1");
        }
        List<String> problems = problems(text.append('}').toString());
        assertThat(problems).hasSize(ProblemList.MAX_LISTED + 1);
        assertThat(problems.get(ProblemList.MAX_LISTED))
                .isEqualTo("LIMIT line 102, column 1 (/key100): from here on 99900 more problems are not listed");
    }

    @Test
    void conditionsThatDifferOnlyInTheCaseOfTheirOperatorAllStay() {
        PolicyDocument document = PolicyParser.parse(statement("""
                {"Effect": "Deny", "Action": "*", "Condition": {"StringLike": {"1": "a"}, "stringLike": {"1": "b"},
                "STRINGLIKE": {"1": "c"}, "Bool": {"k": "true"}, "bool": {"k": "false"}}}""")).orElseThrow();
        PolicyDocument again =
                PolicyParser.parse(PolicyWriter.minified(document)).orElseThrow();
        assertThat(again.statements().get(0).conditions().stream()
                        .map(c -> c.operator() + " " + c.key().toLowerCase(java.util.Locale.ROOT) + " " + c.values()))
                .containsExactlyInAnyOrder(
                        "StringLike 1 [a]", "StringLike 1 [b]", "StringLike 1 [c]", "Bool k [true]", "Bool k [false]");
    }

    @Test
    void regionsCoverTheWholeValue() {
        PolicyParse parse = PolicyParser.parse(statement("{\"Effect\": \"Deny\", \"Action\": [\"s3:*\", \"a:b\"]}"));
        assertThat(parse.positions().at("/Statement/0/Action/1"))
                .contains(new Position(1, 54, 1, 59, "/Statement/0/Action/1"));
        assertThat(parse.positions().keyAt("/Statement/0/Action"))
                .contains(new Position(1, 35, 1, 43, "/Statement/0/Action"));
        assertThat(parse.positions().at("/Statement/0/Effect/0"))
                .contains(new Position(1, 27, 1, 33, "/Statement/0/Effect/0"));
    }

    private static String statement(String statement) {
        return "{\"Statement\": [" + statement + "]}";
    }

    private static List<String> problems(String text) {
        return problems(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> problems(byte[] text) {
        PolicyParse parse = PolicyParser.parse(text);
        assertThat(parse.document().isPresent()).isEqualTo(parse.problems().isEmpty());
        return parse.problems().stream()
                .map(problem -> problem.kind() + " " + problem.render(Optional.empty()))
                .toList();
    }
}
