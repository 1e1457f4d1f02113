package io.mcpgateway.http.client;

import io.mcpgateway.remote.RemoteAccess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Resolves a name once, judges every address that came back, and hands on only then: the connection is made to an address
 * that was judged, so a name that changes its mind gains nothing. What is exempt travels as the tag of the connection
 * pool, so that requests under other rules never share a connection.
 */
final class GuardedResolver implements SocketAddressResolver {
    private final HostLookup lookup;
    private final Executor executor;

    GuardedResolver(HostLookup lookup, Executor executor) {
        this.lookup = lookup;
        this.executor = executor;
    }

    @Override
    public void resolve(String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
        RemoteAccess access = accessOf(context);
        executor.execute(() -> {
            List<InetSocketAddress> resolved;
            try {
                resolved = resolve(host, port, access);
            } catch (UnknownHostException | RuntimeException e) {
                promise.failed(e);
                return;
            }
            promise.succeeded(resolved);
        });
    }

    List<InetSocketAddress> resolve(String given, int port, RemoteAccess access) throws UnknownHostException {
        String lower = given.toLowerCase(Locale.ROOT);
        String host = lower.indexOf(':') >= 0 && !lower.startsWith("[") ? "[" + lower + "]" : lower;
        boolean exempt = UrlGuard.isExempt(host, port, access);
        if (!exempt) {
            UrlGuard.checkHost(host);
        }
        List<InetAddress> addresses = lookup.lookup(host);
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        if (!exempt) {
            addresses.forEach(address -> UrlGuard.checkAddress(host, address));
        }
        return addresses.stream()
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    private static RemoteAccess accessOf(Map<String, Object> context) {
        Object destination = context.get(Destination.CONTEXT_KEY);
        if (destination instanceof Destination known && known.getOrigin().getTag() instanceof RemoteAccess access) {
            return access;
        }
        return RemoteAccess.STRICT;
    }
}
