package io.mcpgateway.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.PackageReference;
import io.mcpgateway.model.PackageRegistry;
import io.mcpgateway.model.PackageRequest;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.WorkloadSpec;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class WorkloadSpecTest {
    private static final PackageRequest REQUEST =
            new PackageRequest(new PackageReference(PackageRegistry.NPM, "p", "1.0.0", "", ""), false, false);

    @Test
    void aBuilderOfASpecStartsWithAllOfIt() throws ReflectiveOperationException {
        WorkloadSpec spec = WorkloadSpec.packaged("s", REQUEST)
                .runtimeImage("i")
                .entryPoint("/e")
                .arguments(List.of("a"))
                .environment(Map.of("E", "1"))
                .secretEnvironment(Map.of("S", Secret.of("2")))
                .mounts(List.of(new WorkloadSpec.Volume("v", "/v", true)))
                .user("7")
                .workingDirectory(Path.of("/w"))
                .network(new WorkloadSpec.Network.None())
                .extraHosts(List.of("h:1.2.3.4"))
                .capabilities(List.of("CHOWN"))
                .limits(new WorkloadSpec.Limits(Optional.empty(), OptionalLong.empty(), 9))
                .labels(Map.of("l", "3"))
                .build();
        WorkloadSpec copy = spec.toBuilder().build();
        WorkloadSpec plain = WorkloadSpec.image("s", "i").build();
        for (Method accessor : accessors()) {
            assertThat(accessor.invoke(copy)).as(accessor.getName()).isEqualTo(accessor.invoke(spec));
            if (!List.of("server", "kind", "image").contains(accessor.getName())) {
                assertThat(accessor.invoke(spec))
                        .as("this test sets " + accessor.getName())
                        .isNotEqualTo(accessor.invoke(plain));
            }
        }
    }

    private static List<Method> accessors() {
        return Arrays.stream(WorkloadSpec.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers())
                        && !Modifier.isStatic(method.getModifiers())
                        && method.getParameterCount() == 0
                        && !List.of("toBuilder", "toString").contains(method.getName()))
                .toList();
    }
}
