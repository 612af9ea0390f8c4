package dev.corvid.agent.spi;

import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.ToolSpec;

/// Something the agent can do outside of this process. Thread-safe.
///
/// A call is made in two halves, so that what is sent can be shown, approved and written down
/// before it is sent.
public interface Tool {
  ToolSpec spec();

  /// Check the arguments and say what would be sent; nothing leaves the process. The same call
  /// gives the same request.
  ///
  /// @throws dev.corvid.agent.ToolArgumentsException if the arguments do not fit
  ToolRequest prepare(ToolCall call);

  /// Send a request that [#prepare(ToolCall)] made, here or in a process before this one. What a
  /// server does wrong is a result, not an exception; an interrupt ends it with a
  /// [java.util.concurrent.CancellationException].
  ToolResult call(ToolRequest request);
}
