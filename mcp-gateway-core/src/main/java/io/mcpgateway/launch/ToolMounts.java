package io.mcpgateway.launch;

import io.mcpgateway.model.WorkloadSpec.Mount;
import io.mcpgateway.model.WorkloadSpec.Volume;
import io.mcpgateway.template.Templates;
import io.mcpgateway.template.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The volumes of a tool, under the same {@link BindRules} as those of servers, and more for what comes from arguments: an
 * argument is a path or a part of one, so it can neither add a {@code :} and with it another target or mode, nor lead up with
 * {@code ..}; and it names no volume of the engine. Immutable but for the file system that it looks at.
 */
final class ToolMounts {
    private static final Pattern SEPARATORS = Pattern.compile("[/\\\\:]");

    private final List<String> expressions;
    private final BindRules binds;

    ToolMounts(List<String> expressions, BindRules binds) {
        this.expressions = List.copyOf(expressions);
        this.binds = binds;
    }

    /**
     * Checks what does not depend on arguments.
     *
     * @return the volumes of the engine that the entry names
     */
    Set<String> fixed() throws RefusedMountException {
        Set<String> names = new LinkedHashSet<>();
        for (String expression : expressions) {
            if (!Templates.isTemplate(expression)) {
                named(MountCheck.check(binds, expression, List.of()), names);
            } else if (!isSourceFromArguments(expression)) {
                // Any target will do to see whether the source is a name.
                String source = expression.substring(0, expression.indexOf(':'));
                named(binds.check(source + ":/x:ro"), names);
            }
        }
        return names;
    }

    private static void named(Mount mount, Set<String> names) {
        if (mount instanceof Volume volume && !volume.name().isEmpty()) {
            names.add(volume.name());
        }
    }

    private static boolean isSourceFromArguments(String expression) {
        int group = expression.indexOf("{{");
        int colon = expression.indexOf(':');
        return group >= 0 && (colon < 0 || group < colon);
    }

    List<Mount> of(Value scope) throws RefusedCallException {
        Value plain = ToolTemplate.altered(scope, text -> text.replace(':', '_'));
        List<Mount> mounts = new ArrayList<>();
        for (String expression : expressions) {
            List<String> volumes = ToolTemplate.texts(expression, scope);
            List<String> without = ToolTemplate.texts(expression, plain);
            for (int i = 0; i < volumes.size(); i++) {
                String volume = volumes.get(i).strip();
                if (volume.isEmpty()) {
                    continue; // an argument that is not given
                }
                if (Templates.isTemplate(expression)) {
                    checkShape(expression, volume, i < without.size() ? without.get(i) : "");
                }
                mounts.add(checked(expression, volume, mounts));
            }
        }
        return mounts;
    }

    private static void checkShape(String expression, String volume, String without) throws RefusedCallException {
        if (volume.startsWith(":")) {
            throw new RefusedCallException("The volume '" + expression + "' needs an argument that is not given");
        }
        if (BindRules.parts(volume).size() != BindRules.parts(without.strip()).size()) {
            throw new RefusedCallException(
                    "An argument in the volume '" + expression + "' holds a ':', which no path that is mounted may");
        }
        for (String segment : SEPARATORS.split(volume)) {
            if (segment.equals("..")) {
                throw new RefusedCallException("An argument in the volume '" + expression
                        + "' leads up with '..', which no path that is mounted may");
            }
        }
    }

    private Mount checked(String expression, String volume, List<Mount> mounts) throws RefusedCallException {
        Mount mount;
        try {
            mount = MountCheck.check(binds, volume, mounts);
        } catch (RefusedMountException e) {
            throw new RefusedCallException(String.valueOf(e.getMessage()));
        }
        if (mount instanceof Volume named && !named.name().isEmpty() && isSourceFromArguments(expression)) {
            throw new RefusedCallException("An argument in the volume '" + expression
                    + "' must be the path of a file or directory of the host; '" + named.name() + "' is none");
        }
        return mount;
    }
}
