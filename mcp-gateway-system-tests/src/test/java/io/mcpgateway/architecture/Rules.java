package io.mcpgateway.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.accessField;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The rules, each as a function of what it needs to know, so that the self-test can aim it at fixtures. */
final class Rules {
    private static final String OURS = "io.mcpgateway";

    private Rules() {}

    /** Nothing in the classes depends on any of these packages (a package with all below it). */
    static ArchRule dependsOnNone(String module, String... packages) {
        String[] patterns = Stream.of(packages).map(name -> name + "..").toArray(String[]::new);
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(patterns)
                .as(module + " names nothing of " + String.join(", ", packages))
                .allowEmptyShould(true);
    }

    /** Everything of the project that the classes depend on lies in one of these modules. */
    static ArchRule dependsOnlyOn(String module, Set<String> allowed, Modules modules) {
        DescribedPredicate<JavaClass> foreign = DescribedPredicate.describe(
                "in another module of the project",
                type -> type.getPackageName().startsWith(OURS) && !allowed.contains(modules.moduleOf(baseOf(type))));
        return noClasses()
                .should()
                .dependOnClassesThat(foreign)
                .as(module + " depends on no module of the project but " + allowed)
                .allowEmptyShould(true);
    }

    /** The packages of the classes form no cycle. */
    static ArchRule noPackageCycles() {
        SliceAssignment byPackage = new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return type.getPackageName().startsWith(OURS)
                        ? SliceIdentifier.of(type.getPackageName())
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
        return SlicesRuleDefinition.slices()
                .assignedFrom(byPackage)
                .namingSlices("$1")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }

    /** Public and protected members of public classes show only types of ours that users can name. */
    static ArchRule noInternalTypeInSignatures(Set<String> inspected, Set<String> nameable) {
        DescribedPredicate<JavaClass> visible = DescribedPredicate.describe(
                "are public in an exported package",
                type -> inspected.contains(type.getPackageName()) && isReachable(type));
        return classes()
                .that(visible)
                .should(showOnly(nameable))
                .as("exported signatures show only exported types")
                .allowEmptyShould(true);
    }

    /** Standard output belongs to the protocol: only the classes that the predicate names may touch it. */
    static ArchRule noStandardOutput(Predicate<JavaClass> except) {
        return noClasses()
                .that(DescribedPredicate.describe("are not the output of the command line", type -> !except.test(type)))
                .should(accessField(System.class, "out"))
                .as("System.out is touched by the output class of the command line alone")
                .allowEmptyShould(true);
    }

    /** A class is final, sealed, abstract, or of a kind that cannot be anything else; exceptions may be extended. */
    static ArchRule closedForExtension() {
        return classes()
                .that(DescribedPredicate.describe(
                        "are plain classes",
                        type -> !type.isInterface()
                                && !type.isEnum()
                                && !type.isRecord()
                                && !type.isAnonymousClass()
                                && !type.getSimpleName().equals("package-info")
                                && !type.isAssignableTo(Throwable.class)))
                .should(new ArchCondition<>("be final, sealed or abstract") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean closed = type.getModifiers().contains(JavaModifier.FINAL)
                                || type.getModifiers().contains(JavaModifier.ABSTRACT)
                                || type.reflect().isSealed();
                        events.add(new SimpleConditionEvent(type, closed, type.getName() + " is open for extension"));
                    }
                })
                .as("classes are final, sealed or abstract")
                .allowEmptyShould(true);
    }

    private static ArchCondition<JavaClass> showOnly(Set<String> nameable) {
        return new ArchCondition<>("show only types that users can name") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getCodeUnits().stream()
                        .filter(Rules::isShown)
                        .forEach(unit -> shown(unit).forEach(used -> report(type, unit.getFullName(), used, events)));
                type.getFields().stream()
                        .filter(Rules::isShown)
                        .forEach(field -> field.getType()
                                .getAllInvolvedRawTypes()
                                .forEach(used -> report(type, field.getFullName(), used, events)));
                type.getSuperclass()
                        .ifPresent(parent -> parent.getAllInvolvedRawTypes()
                                .forEach(used -> report(type, type.getName(), used, events)));
                type.getInterfaces()
                        .forEach(parent -> parent.getAllInvolvedRawTypes()
                                .forEach(used -> report(type, type.getName(), used, events)));
            }

            private void report(JavaClass type, String where, JavaClass used, ConditionEvents events) {
                JavaClass base = baseOf(used);
                boolean ours = base.getPackageName().startsWith(OURS);
                boolean fine = !ours || (nameable.contains(base.getPackageName()) && isReachable(base));
                events.add(new SimpleConditionEvent(type, fine, where + " shows the internal type " + base.getName()));
            }
        };
    }

    private static Stream<JavaClass> shown(JavaCodeUnit unit) {
        Stream<JavaType> parameters = unit.getParameterTypes().stream();
        Stream<JavaType> thrown = unit.getThrowsClause().getTypes().stream().map(JavaType.class::cast);
        return Stream.concat(Stream.concat(parameters, Stream.of(unit.getReturnType())), thrown)
                .flatMap(type -> type.getAllInvolvedRawTypes().stream());
    }

    private static boolean isShown(JavaCodeUnit unit) {
        Set<JavaModifier> modifiers = unit.getModifiers();
        return !modifiers.contains(JavaModifier.SYNTHETIC)
                && (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED));
    }

    private static boolean isShown(JavaField field) {
        Set<JavaModifier> modifiers = field.getModifiers();
        return !modifiers.contains(JavaModifier.SYNTHETIC)
                && (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED));
    }

    /** Public, and so is every class around it. */
    private static boolean isReachable(JavaClass type) {
        boolean open = type.getModifiers().contains(JavaModifier.PUBLIC)
                || type.getModifiers().contains(JavaModifier.PROTECTED);
        return open && type.getEnclosingClass().map(Rules::isReachable).orElse(true);
    }

    private static JavaClass baseOf(JavaClass type) {
        return type.getBaseComponentType();
    }
}
