package dev.corvid.inference.internal.constraint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One of several nodes; also a name for one that is compiled later, so that schemas can refer to
/// themselves.
final class Choice implements Composite {
  private final List<Node> options = new ArrayList<>();
  private long shortest = NEVER;

  /// The option that made the shortest text so short when it was found; following it never comes
  /// back here.
  private @Nullable Node best;

  private @Nullable List<Node> leaves;

  static Choice of(Node... options) {
    Choice choice = new Choice();
    choice.options.addAll(List.of(options));
    return choice;
  }

  void add(Node option) {
    options.add(option);
  }

  @Override
  public boolean relax() {
    long before = shortest;
    for (Node option : options) {
      if (option.shortest() < shortest) {
        shortest = option.shortest();
        best = option;
      }
    }
    return shortest < before;
  }

  /// The options that are no choices themselves. Choices may contain each other in a circle.
  @Override
  public void enter(Frame rest, Threads out) {
    List<Node> found = leaves;
    if (found == null) {
      found = findLeaves();
      leaves = found;
    }
    found.forEach(leaf -> leaf.enter(rest, out));
  }

  private List<Node> findLeaves() {
    List<Node> found = new ArrayList<>();
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node> left = new ArrayDeque<>(List.of(this));
    while (!left.isEmpty()) {
      Node node = left.pop();
      if (seen.add(node)) {
        if (node instanceof Choice choice) {
          choice.options.reversed().forEach(left::push);
        } else {
          found.add(node);
        }
      }
    }
    return List.copyOf(found);
  }

  @Override
  public void read(int b, Frame rest, Threads out) {
    throw new IllegalStateException("a choice is entered, not read");
  }

  @Override
  public long shortest() {
    return shortest;
  }

  @Override
  public void close(Closing out) {
    if (best != null) {
      out.node(best);
    }
  }
}
