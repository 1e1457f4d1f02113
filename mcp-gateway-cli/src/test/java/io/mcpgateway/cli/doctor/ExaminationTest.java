package io.mcpgateway.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.doctor.Finding.Level;
import io.mcpgateway.model.ConfigException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ExaminationTest {
    private static Check check(String name, Consumer<Findings> look) {
        return new Check() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void look(Findings findings) {
                look.accept(findings);
            }
        };
    }

    @Test
    void aCheckThatHangsOrFailsIsAFindingAndHoldsNobodyUp() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Check hangs = check("hangs", findings -> {
            findings.ok("so far");
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Check fails = check("fails", findings -> {
            throw new ConfigException("x.yaml:1:2: is broken");
        });
        Check works = check("works", findings -> findings.ok("fine"));

        List<Finding> findings = new Examination(List.of(hangs, fails, works), Duration.ofMillis(300)).findings();

        assertThat(findings)
                .extracting(Finding::check, Finding::level, Finding::what)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("hangs", Level.OK, "so far"),
                        org.assertj.core.groups.Tuple.tuple("hangs", Level.ERROR, "gave no answer within 0 s"),
                        org.assertj.core.groups.Tuple.tuple(
                                "fails", Level.ERROR, "could not be looked at: x.yaml:1:2: is broken"),
                        org.assertj.core.groups.Tuple.tuple("works", Level.OK, "fine"));
        assertThat(findings)
                .filteredOn(finding -> finding.level() == Level.ERROR)
                .allSatisfy(finding -> assertThat(finding.remedy()).isNotBlank());
    }
}
