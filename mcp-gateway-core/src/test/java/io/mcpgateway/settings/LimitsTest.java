package io.mcpgateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LimitsTest {
    static Stream<Method> limits() {
        return Stream.of(Limits.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers()));
    }

    private static Object another(Object value) {
        if (value instanceof OptionalLong number) {
            return OptionalLong.of(number.orElse(0) + 1);
        }
        return value instanceof Integer number ? Integer.valueOf(number + 1) : ((Duration) value).plusSeconds(1);
    }

    /** Each limit can be set, changes nothing else, and stays when others change. */
    @ParameterizedTest
    @MethodSource("limits")
    void aLimitIsTheOneThatWasSet(Method limit) throws ReflectiveOperationException {
        Object wanted = another(limit.invoke(Limits.DEFAULT));
        Limits.Builder builder = Limits.builder();
        Limits.Builder.class.getMethod(limit.getName(), limit.getReturnType()).invoke(builder, wanted);
        Limits changed = builder.build().with(set -> {});
        for (Method each : limits().toList()) {
            assertThat(each.invoke(changed))
                    .as(each.getName())
                    .isEqualTo(each.equals(limit) ? wanted : each.invoke(Limits.DEFAULT));
        }
    }

    @Test
    void whatIsSetLaterLeavesTheLimitsThatWereBuiltAlone() {
        Limits.Builder builder = Limits.builder().sessions(7);
        Limits built = builder.build();
        builder.sessions(8);
        assertThat(built.sessions()).isEqualTo(7);
        assertThat(GatewayOptions.builder()
                        .limits(built)
                        .limits(set -> set.call(Duration.ofSeconds(1)))
                        .build()
                        .limits())
                .returns(7, Limits::sessions)
                .returns(Duration.ofSeconds(1), Limits::call);
    }

    @Test
    void whatCannotBeALimitIsRefusedByName() {
        List.<Runnable>of(
                        () -> Limits.builder().sessions(0),
                        () -> Limits.builder().listPageEntries(-1),
                        () -> Limits.builder().stderrBytes(-1),
                        () -> Limits.builder().standbyMemory(OptionalLong.of(-1)),
                        () -> Limits.builder().call(Duration.ofMillis(-1)))
                .forEach(set -> assertThatThrownBy(set::run)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageMatching("(sessions|listPageEntries|stderrBytes|standbyMemory|call) must .*"));
        Limits.builder().parkedCalls(0).stderrBytes(0).eraProbe(Duration.ZERO).build();
    }
}
