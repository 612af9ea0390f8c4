package dev.corvid.shell;

import dev.corvid.agent.Settlement;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.spi.Approver;
import dev.corvid.command.Console;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Has the user's word in a session: yes, no, other arguments, or yes to all further requests of a
/// tool until the session ends.
final class SessionApprover implements Approver {
  private final Console console;
  private final TerminalApprover terminal;
  private final Set<String> always = new HashSet<>();
  private Optional<String> revision = Optional.empty();

  SessionApprover(Console console) {
    this.console = console;
    this.terminal = new TerminalApprover(console);
  }

  @Override
  public Optional<Boolean> approve(ToolRequest request, String reason) {
    revision = Optional.empty();
    String tool = request.call().tool();
    if (always.contains(tool)) {
      console.note(TerminalApprover.shown(request));
      return Optional.of(true);
    }
    Optional<String> said =
        console.ask(
            "%s%nSend it? (%s) [y]es, [n]o, [e]dit, [a]lways for %s:"
                .formatted(TerminalApprover.shown(request), reason, tool));
    while (said.isPresent()) {
      switch (said.get().strip().toLowerCase(Locale.ROOT)) {
        case "y", "yes" -> {
          return Optional.of(true);
        }
        case "n", "no" -> {
          return Optional.of(false);
        }
        case "a", "always" -> {
          always.add(tool);
          return Optional.of(true);
        }
        case "e", "edit" -> {
          revision = edited(request);
          return revision.map(arguments -> false);
        }
        default -> said = console.ask("Answer y, n, e or a:");
      }
    }
    return Optional.empty();
  }

  /// The arguments as the user wants them; nothing if nobody is there any more.
  private Optional<String> edited(ToolRequest request) {
    String arguments = request.call().arguments();
    while (true) {
      Optional<String> line = console.ask("Arguments:", arguments);
      if (line.isEmpty() || isObject(line.get())) {
        return line;
      }
      arguments = line.get();
      console.note("This is no JSON object.");
    }
  }

  private static boolean isObject(String text) {
    try {
      return JsonMapper.shared().readTree(text).isObject();
    } catch (JacksonException e) {
      return false;
    }
  }

  @Override
  public Optional<String> revision(ToolRequest request) {
    Optional<String> said = revision;
    revision = Optional.empty();
    return said;
  }

  @Override
  public Optional<Settlement> settle(ToolRequest request) {
    return terminal.settle(request);
  }

  @Override
  public Optional<String> input(String question) {
    return terminal.input(question);
  }
}
