/**
 * A template for a container runtime of your own. Its images are directories with an executable file called {@code run};
 * its workloads are processes. It isolates nothing and refuses every description that asks for isolation.
 */
@NullMarked
package io.mcpgateway.examples.runtime;

import org.jspecify.annotations.NullMarked;
