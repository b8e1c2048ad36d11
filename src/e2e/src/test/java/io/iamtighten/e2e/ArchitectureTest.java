package io.iamtighten.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the layout: which package uses which, what public signatures show, what the library leaves to its callers. */
class ArchitectureTest {
    private static final JavaClasses PRODUCT = Modules.product();
    private static final JavaClasses TESTS = Modules.tests();

    private static final String ROOT = "io.iamtighten";

    /** Core's packages, lowest first; those of one line do not use each other. */
    private static final List<List<String>> ORDER = List.of(
            List.of("json", "glob", "values"),
            List.of("arn"),
            List.of("catalog"),
            List.of("policy"),
            List.of("request"),
            List.of("condition"),
            List.of("evaluate"),
            List.of("access"),
            List.of("account"),
            List.of("effective"),
            List.of("usage"),
            List.of("lint"),
            List.of("tighten"));

    private static final String[] CORE =
            ORDER.stream().flatMap(List::stream).map(ArchitectureTest::subtree).toArray(String[]::new);
    private static final String AWS = ROOT + ".aws..";
    private static final String CLI = ROOT + ".cli..";
    private static final String TESTKIT = ROOT + ".testkit..";
    private static final String[] LIBRARIES =
            Stream.concat(Stream.of(CORE), Stream.of(AWS, TESTKIT)).toArray(String[]::new);

    private static final DescribedPredicate<JavaClass> JDK_AND_OURS = resideInAnyPackage("java..", ROOT + "..")
            .or(describe("primitive", (JavaClass c) -> c.getPackageName().isEmpty()));

    /** Interfaces that callers implement, each for a reason: records of history may come from anywhere. */
    private static final Set<String> EXTENSION_POINTS = Set.of(ROOT + ".aws.trail.TrailSource");

    /** Names that end like a vague one and are not: a folder, a package of the registry. */
    private static final Set<String> NAMES_OF_THINGS =
            Set.of(ROOT + ".testsupport.TestData", ROOT + ".catalogtool.IamData", ROOT + ".lint.RuleInfo");

    private static String subtree(String name) {
        return ROOT + "." + name + "..";
    }

    @Test
    void everyModuleIsLookedAt() {
        for (String name :
                List.of("policy.PolicyDocument", "evaluate.Authorizer", "cli.Main", "testkit.PolicyArbitraries")) {
            assertThat(PRODUCT.contain(ROOT + "." + name)).as(name).isTrue();
        }
        assertThat(TESTS.contain(ArchitectureTest.class)).isTrue();
    }

    @Test
    void everyClassIsInAPackageOfTheLayout() {
        classes()
                .should()
                .resideInAnyPackage(Stream.concat(
                                Stream.of(CORE),
                                Stream.of(
                                        AWS,
                                        CLI,
                                        TESTKIT,
                                        subtree("testsupport"),
                                        subtree("bench"),
                                        subtree("catalogtool")))
                        .toArray(String[]::new))
                .check(PRODUCT);
    }

    @Test
    void aPackageOfCoreUsesOnlyThoseBelowIt() {
        for (int level = 0; level < ORDER.size(); level++) {
            for (String name : ORDER.get(level)) {
                List<String> allowed = new ArrayList<>(List.of(
                        subtree(name), "java..", "org.jspecify..", "com.fasterxml.jackson..", "com.google.common.."));
                ORDER.subList(0, level).forEach(below -> below.forEach(b -> allowed.add(subtree(b))));
                classes()
                        .that()
                        .resideInAPackage(subtree(name))
                        .should()
                        .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new))
                                .or(describe(
                                        "arrays of primitives and annotations of the compiler",
                                        c -> c.getPackageName().isEmpty()
                                                || c.getName().startsWith("com.google.errorprone.annotations."))))
                        .allowEmptyShould(true)
                        .check(PRODUCT);
            }
        }
    }

    @Test
    void jsonAndGlobStayInsideCore() {
        noClasses()
                .that()
                .resideOutsideOfPackages(CORE)
                .should()
                .dependOnClassesThat(resideInAnyPackage(subtree("json"), subtree("glob")))
                .check(PRODUCT);
    }

    @Test
    void publicSignaturesShowOnlyTypesOfTheJdkAndOurs() {
        // The command's renderers are public for the package beside them; what others may start is its front package.
        String[] places =
                Stream.concat(Stream.of(CORE), Stream.of(ROOT + ".cli")).toArray(String[]::new);
        exportedTypesIn(places).should(showOnly(JDK_AND_OURS)).check(PRODUCT);
    }

    @Test
    void theAdapterShowsOfTheSdkOnlyTheClientsItIsHanded() {
        exportedTypesIn(AWS)
                .should(showOnly(JDK_AND_OURS.or(
                        resideInAPackage("software.amazon.awssdk..").and(nameMatching(".*Client(Builder)?")))))
                .allowEmptyShould(true)
                .check(PRODUCT);
    }

    @Test
    void theKitShowsJqwikAndAssertJ() {
        exportedTypesIn(TESTKIT)
                .should(showOnly(JDK_AND_OURS.or(resideInAnyPackage("net.jqwik.api..", "org.assertj.core.api.."))))
                .check(PRODUCT);
    }

    private static GivenClassesConjunction exportedTypesIn(String... packages) {
        return classes().that().resideInAnyPackage(packages).and(describe("are exported", ArchitectureTest::exported));
    }

    @Test
    void coreLeavesTheWorldToItsCallers() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.net..", "java.util.logging..", "org.slf4j..", "java.lang.reflect..")
                                // Percent coding is text work; it opens nothing.
                                .and(not(nameMatching("java\\.net\\.URL(De|En)coder"))))
                .orShould()
                .dependOnClassesThat(assignableTo(java.util.concurrent.Executor.class)
                        .or(assignableTo(java.util.concurrent.Future.class))
                        .or(assignableTo(java.util.Timer.class)))
                .orShould()
                .accessTargetWhere(target(nameMatching("parallel|parallelStream")))
                .orShould()
                .dependOnClassesThat(name("java.lang.Thread"))
                .orShould()
                .accessTargetWhere(
                        target(owner(name("java.lang.System")))
                                .and(
                                        target(
                                                nameMatching(
                                                        "exit|getenv|getProperty|getProperties|setProperty|currentTimeMillis|nanoTime|identityHashCode|in|out|err|getLogger|console"))))
                .orShould()
                .accessTargetWhere(
                        target(owner(resideInAPackage("java.time.."))).and(target(name("now"))))
                .orShould()
                .accessTargetWhere(target(owner(name("java.time.Clock"))).and(target(nameMatching("system.*|tick.*"))))
                .orShould()
                .dependOnClassesThat(name("java.lang.Runtime").or(name("java.lang.ProcessBuilder")))
                .orShould()
                .accessTargetWhere(target(name("randomUUID"))
                        .or(target(owner(name("java.lang.Math"))).and(target(name("random")))))
                .orShould()
                .callConstructor(java.util.Random.class)
                .check(PRODUCT);
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .and()
                .haveSimpleNameNotEndingWith("Files")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("java.nio.file..")
                                .or(
                                        nameMatching(
                                                "java\\.io\\.(File|FileInputStream|FileOutputStream|FileReader|FileWriter|RandomAccessFile)")))
                .check(PRODUCT);
    }

    @Test
    void nothingDependsOnTheLocaleOfTheMachine() {
        noClasses()
                .that()
                .resideInAnyPackage(LIBRARIES)
                .should()
                .accessTargetWhere(describe("the default locale is used", ArchitectureTest::usesDefaultLocale))
                .check(PRODUCT);
    }

    private static boolean usesDefaultLocale(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String method = access.getTarget().getName();
        boolean locale = access instanceof com.tngtech.archunit.core.domain.JavaCall<?> call
                && call.getTarget().getRawParameterTypes().stream().anyMatch(p -> p.isEquivalentTo(Locale.class));
        return switch (owner) {
            case "java.lang.String" ->
                Set.of("format", "formatted", "toLowerCase", "toUpperCase").contains(method) && !locale;
            case "java.util.Locale" -> method.equals("getDefault");
            default -> false;
        };
    }

    @Test
    void whereDecisionsAreMadeThereIsNoRegularExpression() {
        noClasses()
                .that()
                .resideInAnyPackage(Stream.of("glob", "values", "policy", "condition", "evaluate", "access")
                        .map(ArchitectureTest::subtree)
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat(resideInAPackage("java.util.regex.."))
                .orShould()
                .accessTargetWhere(target(owner(name("java.lang.String")))
                        .and(target(nameMatching("matches|replaceAll|replaceFirst"))))
                .check(PRODUCT);
    }

    @Test
    void onlyTheAdapterKnowsTheSdk() {
        noClasses()
                .that()
                .resideOutsideOfPackage(AWS)
                .should()
                .dependOnClassesThat(resideInAPackage("software.amazon.."))
                .check(PRODUCT);
    }

    @Test
    void onlyTheCommandTalksToPeople() {
        noClasses()
                .that()
                .resideInAnyPackage(LIBRARIES)
                .should()
                .accessTargetWhere(
                        target(owner(name("java.lang.System"))).and(target(nameMatching("exit|in|out|err|console"))))
                .orShould()
                .accessTargetWhere(target(name("printStackTrace")))
                .check(PRODUCT);
        noClasses()
                .that()
                .resideOutsideOfPackage(CLI)
                .should()
                .dependOnClassesThat(resideInAPackage("picocli.."))
                .check(PRODUCT);
    }

    @Test
    void publicTypesAreRecordsEnumsSealedInterfacesOrFinalClasses() {
        classes()
                .that()
                .resideInAnyPackage(
                        Stream.concat(Stream.of(LIBRARIES), Stream.of(CLI)).toArray(String[]::new))
                .and(describe("are exported", ArchitectureTest::exported))
                .should(
                        new ArchCondition<>(
                                "be records, enums, annotations, sealed or functional interfaces, or final classes") {
                            @Override
                            public void check(JavaClass type, ConditionEvents events) {
                                boolean closed = type.isRecord()
                                        || type.isEnum()
                                        || type.isAnnotation()
                                        || (type.isInterface()
                                                ? EXTENSION_POINTS.contains(type.getName())
                                                        || type.reflect().isSealed()
                                                        || type.isAnnotatedWith(FunctionalInterface.class)
                                                : type.getModifiers().contains(JavaModifier.FINAL)
                                                        || type.reflect().isSealed());
                                if (!closed) {
                                    events.add(SimpleConditionEvent.violated(type, type.getName() + " is open"));
                                }
                            }
                        })
                .check(PRODUCT);
    }

    @Test
    void onlyRecordsAndExceptionsHavePublicConstructors() {
        classes()
                .that()
                .resideInAnyPackage(
                        Stream.concat(Stream.of(CORE), Stream.of(AWS)).toArray(String[]::new))
                .and(describe(
                        "are exported classes",
                        c -> exported(c) && !c.isRecord() && !c.isAssignableTo(Throwable.class)))
                .should(new ArchCondition<>("have no public constructor") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        for (JavaConstructor constructor : type.getConstructors()) {
                            if (constructor.getModifiers().contains(JavaModifier.PUBLIC)) {
                                events.add(
                                        SimpleConditionEvent.violated(type, constructor.getFullName() + " is public"));
                            }
                        }
                    }
                })
                .check(PRODUCT);
    }

    @Test
    void fieldsThatOthersSeeAreFinal() {
        fields().that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(LIBRARIES)
                .and()
                .areNotPrivate()
                .and(describe("are of exported types", (JavaField f) -> exported(f.getOwner())))
                .should()
                .beFinal()
                .check(PRODUCT);
    }

    @Test
    void theReferenceEvaluatorSharesNothingWithTheEvaluator() {
        noClasses()
                .that()
                .resideInAPackage(subtree("testkit.reference"))
                .should()
                .dependOnClassesThat(resideInAnyPackage(subtree("evaluate"), subtree("condition"), subtree("glob")))
                .allowEmptyShould(true)
                .check(PRODUCT);
        noClasses()
                .that()
                .resideInAPackage(subtree("evaluate"))
                .should()
                .dependOnClassesThat(resideInAPackage(TESTKIT))
                .check(PRODUCT);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should(
                        new ArchCondition<>(
                                "be named Impl, Default..., Abstract..., Manager, Helper, Util(s), Data or Info") {
                            @Override
                            public void check(JavaClass type, ConditionEvents events) {
                                String simple = type.getSimpleName();
                                boolean vague = simple.startsWith("Default")
                                        || simple.startsWith("Abstract")
                                        || Stream.of("Impl", "Manager", "Helper", "Util", "Utils", "Data", "Info")
                                                .anyMatch(simple::endsWith);
                                if (vague && !NAMES_OF_THINGS.contains(type.getName())) {
                                    events.add(SimpleConditionEvent.satisfied(type, type.getName()));
                                }
                            }
                        })
                .check(PRODUCT);
    }

    @Test
    void testsAreNamedByTheirKind() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : TESTS) {
            Set<String> kinds = kinds(type);
            String name = type.getName();
            if (kinds.contains("example") && !name.endsWith("Test") && !name.endsWith("IT")) {
                wrong.add(name + " has tests and does not end in Test or IT");
            }
            if (kinds.contains("property") != outermost(type).getSimpleName().endsWith("PropertyTest")
                    && !kinds.isEmpty()) {
                wrong.add(name + ": classes of properties end in PropertyTest, and no others");
            }
            if (kinds.contains("property") && kinds.contains("example")) {
                wrong.add(name + " mixes properties and examples; one engine's report would overwrite the other's");
            }
            if (kinds.contains("fuzz") && !name.endsWith("Fuzzer")) {
                wrong.add(name + " has fuzz tests and does not end in Fuzzer");
            }
        }
        for (JavaClass type : PRODUCT) {
            if (kinds(type).contains("benchmark") && !type.getName().endsWith("Benchmark")) {
                wrong.add(type.getName() + " has benchmarks and does not end in Benchmark");
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static Set<String> kinds(JavaClass type) {
        Set<String> kinds = new LinkedHashSet<>();
        for (JavaCodeUnit method : type.getMethods()) {
            method.getAnnotations().forEach(annotation -> {
                switch (annotation.getRawType().getName()) {
                    case "org.junit.jupiter.api.Test",
                            "org.junit.jupiter.api.TestFactory",
                            "org.junit.jupiter.api.RepeatedTest",
                            "org.junit.jupiter.params.ParameterizedTest" -> kinds.add("example");
                    case "net.jqwik.api.Property", "net.jqwik.api.Example" -> kinds.add("property");
                    case "com.code_intelligence.jazzer.junit.FuzzTest" -> kinds.add("fuzz");
                    case "org.openjdk.jmh.annotations.Benchmark" -> kinds.add("benchmark");
                    default -> {}
                }
            });
        }
        return kinds;
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    /** Public, and so is every class around it. */
    private static boolean exported(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && !type.getModifiers().contains(JavaModifier.SYNTHETIC)
                && type.getEnclosingClass().map(ArchitectureTest::exported).orElse(true);
    }

    private static ArchCondition<JavaClass> showOnly(DescribedPredicate<JavaClass> allowed) {
        return new ArchCondition<>("show only types " + allowed.getDescription()) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaMember member : type.getMembers()) {
                    boolean visible = member.getModifiers().contains(JavaModifier.PUBLIC)
                            || member.getModifiers().contains(JavaModifier.PROTECTED);
                    if (!visible || member.getModifiers().contains(JavaModifier.SYNTHETIC)) {
                        continue;
                    }
                    for (JavaClass shown : shown(member)) {
                        if (!allowed.test(shown.getBaseComponentType())) {
                            events.add(SimpleConditionEvent.violated(
                                    member, member.getFullName() + " shows " + shown.getName()));
                        }
                    }
                }
                type.getRawSuperclass().ifPresent(parent -> {
                    if (!allowed.test(parent)) {
                        events.add(
                                SimpleConditionEvent.violated(type, type.getName() + " extends " + parent.getName()));
                    }
                });
                type.getInterfaces()
                        .forEach(parent -> parent.getAllInvolvedRawTypes().forEach(raw -> {
                            if (!allowed.test(raw)) {
                                events.add(SimpleConditionEvent.violated(
                                        type, type.getName() + " implements " + raw.getName()));
                            }
                        }));
            }
        };
    }

    private static Set<JavaClass> shown(JavaMember member) {
        Set<JavaClass> shown = new LinkedHashSet<>();
        if (member instanceof JavaField field) {
            shown.addAll(field.getType().getAllInvolvedRawTypes());
        } else if (member instanceof JavaCodeUnit unit) {
            shown.addAll(unit.getReturnType().getAllInvolvedRawTypes());
            for (JavaType parameter : unit.getParameterTypes()) {
                shown.addAll(parameter.getAllInvolvedRawTypes());
            }
            unit.getThrowsClause().forEach(t -> shown.add(t.getRawType()));
        }
        return shown;
    }
}
