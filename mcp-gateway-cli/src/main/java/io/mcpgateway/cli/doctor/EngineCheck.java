package io.mcpgateway.cli.doctor;

import io.mcpgateway.ContainerImages;
import io.mcpgateway.ContainerImages.PackageImage;
import io.mcpgateway.ContainerRuntimes;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.settings.PackageSettings;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.Inspectable;
import io.mcpgateway.spi.ContainerRuntime.Leftover;
import io.mcpgateway.spi.ContainerRuntime.RuntimeFacts;
import java.util.ArrayList;
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
        situation
                .packageImages()
                .forEach((image, servers) -> packageImage(engine, image, String.join(", ", servers), findings));
        leftovers(engine.leftovers(), findings);
    }

    private void unreachable(String why, Findings findings) {
        List<String> images = new ArrayList<>(situation.images());
        if (situation.assembly().packages().venue() == PackageSettings.Venue.CONTAINER) {
            images.addAll(situation.packageImages().keySet());
        }
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

    private void packageImage(Inspectable engine, String reference, String servers, Findings findings) {
        PackageImage image;
        try {
            image = ContainerImages.packageImage(engine, situation.home(), reference);
        } catch (ConfigException e) {
            findings.error(String.valueOf(e.getMessage()), "mend the file by hand");
            return;
        }
        String what = "image " + reference + ", in which packages run (" + servers + "), ";
        if (image.other().isPresent()) {
            another(image, what, findings);
        } else if (image.present()) {
            findings.ok(what + "is there, " + pinned(image));
        } else {
            findings.warning(
                    what + "is not there, and the first call waits for it; it is " + pinned(image),
                    "docker pull " + image.build().orElse(reference)
                            + ", or name one that is there with --package-image");
        }
    }

    /** The reference has come to stand for another build than the one that is pinned. */
    private static void another(PackageImage image, String what, Findings findings) {
        String first = image.build().orElseThrow();
        String stands = what + "stands for another build, " + image.other().orElseThrow()
                + ", than when it was first used, " + first;
        String remedy = "to use the new one, delete the line of '" + image.reference() + "' from " + image.file()
                + ", or name a build by digest with --package-image";
        if (image.present()) {
            findings.warning(stands + ", in which they run", remedy);
        } else if (first.contains("@")) {
            findings.warning(stands + ", which is not there, and the first call waits for it", remedy);
        } else {
            findings.error(stands + ", and they do not run in it", remedy);
        }
    }

    private static String pinned(PackageImage image) {
        if (image.isExact()) {
            return "named by digest";
        }
        return image.build()
                .map(build -> "pinned to " + build + " by " + image.file())
                .orElse("pinned when the first package runs in it");
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
