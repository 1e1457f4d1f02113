package io.mcpgateway.listing;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.files.Digests;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.launch.LaunchPlan;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.upstream.Offer;
import io.mcpgateway.upstream.ServerDefinition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The listings of servers in containers, a file each in {@code cache/listings}. A listing holds for one image, entry,
 * configuration, capability profile and set of secrets, and all of these are its key. Where the image is named by its digest,
 * or the server is a version of a package, it holds for good; behind a tag there may be another image tomorrow, and so the content id of the image is kept with it.
 * Servers that are not images may be different programs each time, and are not kept. A file that is damaged, or cannot be
 * read, is as good as none.
 *
 * <p>Thread-safe: the files are replaced whole. Blocks for as long as a disk takes.
 */
public final class ListingCache {
    /** Files of another form are under other keys. */
    private static final String FORM = "listing-2";

    private static final Members.Index KEPT = Members.Index.of(0, "image", "offer");
    private static final int LARGEST = 8 << 20;
    private static final int MOST_FILES = 2000;
    private static final String SUFFIX = ".json";

    private final Path directory;
    private final Clock clock;
    private final EventSink events;

    /**
     * A cache.
     *
     * @param home the gateway's home
     */
    public ListingCache(Path home, Clock clock, EventSink events) {
        this.directory = home.resolve("cache").resolve("listings");
        this.clock = requireNonNull(clock, "clock");
        this.events = requireNonNull(events, "events");
    }

    /** Whether what this server offers is the same for as long as its key is. */
    public static boolean isFixed(ServerDefinition server) {
        return server.image().contains("@sha256:") || isOf(server, WorkloadKind.PACKAGE);
    }

    private static boolean isKept(ServerDefinition server) {
        return isOf(server, WorkloadKind.IMAGE) || isOf(server, WorkloadKind.PACKAGE);
    }

    private static boolean isOf(ServerDefinition server, WorkloadKind kind) {
        return server.plan() instanceof LaunchPlan.Run run && run.spec().kind() == kind;
    }

    /**
     * A listing that was kept.
     *
     * @param offer what the server offered
     * @param image the content id of the image that it was started from; empty if that is not known
     */
    public record Kept(Offer offer, String image) {}

    /**
     * What a server offered when it was listed last.
     *
     * @param age the oldest listing that will do, where the image is not named by its digest
     */
    public Optional<Kept> find(ServerDefinition server, CapabilityProfile profile, Duration age) {
        if (!isKept(server)) {
            return Optional.empty();
        }
        Path file = file(server, profile);
        try {
            if (!isFixed(server) && isOlder(file, age)) {
                return Optional.empty();
            }
            Optional<byte[]> content = SafeFiles.read(file, LARGEST);
            return content.isEmpty() ? Optional.empty() : Optional.of(read(JsonText.of(content.get())));
        } catch (IOException | MalformedMessageException | GatewayException e) {
            tell("A kept listing cannot be used; the server is listed anew", server, e);
            return Optional.empty();
        }
    }

    private static Kept read(JsonText text) throws MalformedMessageException {
        Members members = Members.of(text, KEPT);
        JsonText offer = members.get(1);
        String image = members.string(0);
        if (offer == null || image == null) {
            throw new GatewayException(ErrorCode.INTERNAL, "it is no listing");
        }
        return new Kept(OfferText.read(offer), image);
    }

    private boolean isOlder(Path file, Duration age) throws IOException {
        return Files.exists(file)
                && Files.getLastModifiedTime(file).toInstant().plus(age).isBefore(clock.instant());
    }

    /**
     * Keeps what a server offers.
     *
     * @param image the content id of the image that it was started from; empty if that is not known
     */
    public void keep(ServerDefinition server, CapabilityProfile profile, Offer offer, String image) {
        if (!isKept(server)) {
            return;
        }
        byte[] content = ("{\"image\":" + Messages.quote(image) + ",\"offer\":" + OfferText.write(offer) + "}")
                .getBytes(StandardCharsets.UTF_8);
        if (content.length > LARGEST) {
            return;
        }
        Path file = file(server, profile);
        try {
            SafeFiles.createPrivateDirectories(directory);
            SafeFiles.replacePrivately(file, content);
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            prune();
        } catch (IOException | GatewayException e) {
            tell("A listing cannot be kept; the next start of the gateway lists the server anew", server, e);
        }
    }

    /** The listing of a server that is kept still holds, as was found out now. */
    public void confirm(ServerDefinition server, CapabilityProfile profile) {
        try {
            Files.setLastModifiedTime(file(server, profile), FileTime.from(clock.instant()));
        } catch (IOException e) {
            tell("A kept listing holds, which cannot be written down", server, e);
        }
    }

    private void tell(String message, ServerDefinition server, Exception cause) {
        events.event(
                EventSink.Level.DEBUG,
                message,
                Map.of("server", server.name(), "cause", String.valueOf(cause.getMessage())));
    }

    /** Removes the oldest files when there are too many. */
    private void prune() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(path -> path.toString().endsWith(SUFFIX)).toList();
        }
        if (files.size() <= MOST_FILES) {
            return;
        }
        Map<Path, FileTime> times = new TreeMap<>();
        for (Path path : files) {
            times.put(path, Files.getLastModifiedTime(path));
        }
        List<Path> oldestFirst = times.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .toList();
        for (Path path : oldestFirst.subList(0, files.size() - MOST_FILES)) {
            Files.deleteIfExists(path);
        }
    }

    private Path file(ServerDefinition server, CapabilityProfile profile) {
        MessageDigest digest = Digests.sha256();
        add(digest, FORM);
        add(digest, server.name());
        add(digest, server.image());
        add(digest, server.digest());
        add(digest, profile.canonical());
        if (server.plan() instanceof LaunchPlan.Run run) {
            // What a server offers may depend on whose token it has.
            new TreeMap<>(run.spec().secretEnvironment()).forEach((name, secret) -> {
                add(digest, name);
                add(digest, secret.reveal());
            });
        }
        return directory.resolve(HexFormat.of().formatHex(digest.digest()) + SUFFIX);
    }

    private static void add(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }
}
