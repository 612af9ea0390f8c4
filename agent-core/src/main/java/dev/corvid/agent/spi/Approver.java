package dev.corvid.agent.spi;

import dev.corvid.agent.Settlement;
import dev.corvid.agent.ToolRequest;
import java.util.Optional;

/// Has the user's word on what is sent. Called on the thread of the run.
public interface Approver {
  /// Nobody is there to ask: every run that needs a word waits.
  Approver ABSENT =
      new Approver() {
        @Override
        public Optional<Boolean> approve(ToolRequest request, String reason) {
          return Optional.empty();
        }

        @Override
        public Optional<Settlement> settle(ToolRequest request) {
          return Optional.empty();
        }
      };

  /// Whether to send a request.
  ///
  /// @param reason why it is asked
  /// @return empty if there is no word yet: the run waits
  Optional<Boolean> approve(ToolRequest request, String reason);

  /// What the user wants sent in place of a request that was not approved. It is prepared anew and
  /// asked about like any other.
  ///
  /// @return the arguments of the call, a JSON object; empty if nothing is to be sent
  default Optional<String> revision(ToolRequest request) {
    return Optional.empty();
  }

  /// What to do about a request that may have been carried out.
  ///
  /// @return empty if there is no word yet: the run waits
  Optional<Settlement> settle(ToolRequest request);

  /// What the user says to a question of the agent; it counts as part of the task.
  ///
  /// @return empty if there is nothing yet: the run waits
  default Optional<String> input(String question) {
    return Optional.empty();
  }
}
