package dev.corvid.inference.internal.constraint;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects the stacks that are possible after a byte.
final class Threads {
  /// So many readings of one text are followed; more only come from schemas whose alternatives
  /// hold each other. Leaving some out allows fewer texts, never a wrong one.
  private static final int MOST = 2048;

  private final Frames frames;
  private final Set<Frame> found = new LinkedHashSet<>();
  private boolean accepting;

  Threads(Frames frames) {
    this.frames = frames;
  }

  /// A byte can be read at the node, with `rest` to follow. Dropped if nothing ever ends it.
  void add(Node node, Frame rest) {
    if (found.size() < MOST && Node.sum(node.shortest(), rest.shortest()) < Node.NEVER) {
      found.add(frames.of(node, rest));
    }
  }

  /// The text may end here.
  void accept() {
    accepting = true;
  }

  /// The node on top of what follows.
  Frame on(Node node, Frame rest) {
    return frames.of(node, rest);
  }

  List<Frame> found() {
    return List.copyOf(found);
  }

  boolean accepting() {
    return accepting;
  }
}
