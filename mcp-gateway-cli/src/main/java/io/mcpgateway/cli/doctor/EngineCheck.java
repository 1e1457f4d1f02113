package io.mcpgateway.cli.doctor;

import io.mcpgateway.ContainerRuntimes;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.Inspectable;
import io.mcpgateway.spi.ContainerRuntime.Leftover;
import io.mcpgateway.spi.ContainerRuntime.RuntimeFacts;
import java.util.List;

/** Does the container engine answer, does it have the images, and what do other gateways have there? */
final class EngineCheck implements Check {
    private final Situation situation;

    EngineCheck(Situation situation) {
        this.situation = situation;
    }

    @Override
    public String name() {
        return "engine";
    }

    @Override
    public void look(Findings findings) {
        ContainerRuntimes.ask(situation.home(), situation.environment(), (level, message, facts) -> {}, runtime -> {
            look(runtime, findings);
            return true;
        });
    }

    private void look(ContainerRuntime runtime, Findings findings) {
        if (!(runtime instanceof Inspectable engine)) {
            findings.ok("the container runtime " + runtime + " does not tell of itself");
            return;
        }
        try {
            RuntimeFacts facts = engine.facts();
            findings.ok(facts.product() + " at " + facts.endpoint());
        } catch (GatewayException e) {
            unreachable(String.valueOf(e.getMessage()), findings);
            return;
        }
        situation.images().forEach(image -> image(engine, image, findings));
        situation.packageImages().forEach(image -> packageImage(engine, image, findings));
        leftovers(engine.leftovers(), findings);
    }

    private void unreachable(String why, Findings findings) {
        List<String> images = situation.images();
        String remedy = "start the engine, or say with DOCKER_HOST or DOCKER_CONTEXT where it is";
        if (images.isEmpty()) {
            findings.warning(why, remedy + "; no enabled server needs it");
        } else {
            findings.error(why, remedy + "; enabled servers need it for " + String.join(", ", images));
        }
    }

    private static void image(Inspectable engine, String image, Findings findings) {
        if (engine.present(image).isPresent()) {
            findings.ok("image " + image + " is there");
        } else {
            findings.warning(
                    "image " + image + " is not there, and the first call waits for it", "docker pull " + image);
        }
    }

    private static void packageImage(Inspectable engine, String image, Findings findings) {
        if (engine.present(image).isPresent()) {
            findings.ok("image " + image + ", in which packages run, is there");
        } else {
            findings.warning(
                    "image " + image + ", in which packages run, is not there, and the first call waits for it",
                    "docker pull " + image + ", or name one that is there with --package-image");
        }
    }

    private static void leftovers(List<Leftover> leftovers, Findings findings) {
        for (Leftover each : leftovers) {
            if (each.ownerIsDead()) {
                findings.warning(
                        "container " + each.name() + " is left of a gateway that has died",
                        "the next gateway removes it, as does 'docker rm -f " + each.name() + "'");
            } else {
                findings.ok(
                        "container " + each.name() + " belongs to another gateway, which may be alive; if it is not,"
                                + " 'docker rm -f " + each.name() + "'");
            }
        }
    }
}
