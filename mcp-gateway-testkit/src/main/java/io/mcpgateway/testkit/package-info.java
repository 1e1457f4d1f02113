/**
 * Contract tests for implementations of the gateway's service provider interfaces, and the little that they need: a
 * provider context and a listener that records. An implementation's test implements the contract's interface.
 */
@NullMarked
package io.mcpgateway.testkit;

import org.jspecify.annotations.NullMarked;
