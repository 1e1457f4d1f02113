/** Expressions that pick values out of JSON documents: a small part of yq's language. */
@NullMarked
package io.mcpgateway.cli.query;

import org.jspecify.annotations.NullMarked;
