/** What runs for the servers, as operators are shown it: a look at it, its figures, its log, and how it is ended. */
@NullMarked
package io.mcpgateway.workload;

import org.jspecify.annotations.NullMarked;
