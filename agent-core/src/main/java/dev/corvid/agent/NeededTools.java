package dev.corvid.agent;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Adds to selected tools those that tell what they need. "Book the instrument in Ronne" shares no
/// word with the list of instruments that says which one that is.
final class NeededTools {
  private NeededTools() {}

  /// @param selected some of the tools
  /// @param all the tools, the first that tells goes before the others
  static List<ToolSpec> with(List<ToolSpec> selected, List<ToolSpec> all) {
    Kinds kinds = new Kinds(all);
    Set<ToolSpec> needed = new LinkedHashSet<>(selected);
    for (ToolSpec tool : selected) {
      for (String parameter : ToolText.required(ToolText.parameters(tool))) {
        Set<String> wanted = kinds.of(tool, parameter);
        if (needed.stream().noneMatch(read -> kinds.tells(read, wanted))) {
          all.stream().filter(read -> kinds.tells(read, wanted)).findFirst().ifPresent(needed::add);
        }
      }
    }
    return List.copyOf(needed);
  }
}
