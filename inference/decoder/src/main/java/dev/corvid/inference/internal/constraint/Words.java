package dev.corvid.inference.internal.constraint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A set of words as a tree over their bytes, seen from one of its nodes. Each word has an index
/// and a weight, the number of bytes that follow it at least. Immutable.
final class Words {
  static final Words NONE = new Words(new byte[0], new Words[0], -1, Node.NEVER, Node.NEVER);

  private final byte[] labels;
  private final Words[] children;
  private final int index;
  private final long weight;
  private final long shortest;

  private Words(byte[] labels, Words[] children, int index, long weight, long shortest) {
    this.labels = labels;
    this.children = children;
    this.index = index;
    this.weight = weight;
    this.shortest = shortest;
  }

  /// The same set with one word more; all but the nodes of the word are shared. Of two equal words
  /// the first stays.
  Words with(byte[] word, int wordIndex, long wordWeight) {
    List<Words> path = new ArrayList<>(List.of(this));
    for (byte label : word) {
      Words child = path.getLast().child(label);
      path.add(child == null ? NONE : child);
    }
    Words last = path.getLast();
    Words changed = last.ends() ? last : last.ending(wordIndex, wordWeight);
    for (int i = word.length - 1; i >= 0; i--) {
      changed = path.get(i).with(word[i], changed);
    }
    return changed;
  }

  private Words ending(int wordIndex, long wordWeight) {
    long least = Math.min(shortest, wordWeight);
    return new Words(labels, children, wordIndex, wordWeight, least);
  }

  private Words with(byte label, Words child) {
    int at = find(label);
    byte[] newLabels = labels;
    Words[] newChildren;
    if (at < 0) {
      at = labels.length;
      newLabels = Arrays.copyOf(labels, at + 1);
      newLabels[at] = label;
      newChildren = Arrays.copyOf(children, at + 1);
    } else {
      newChildren = children.clone();
    }
    newChildren[at] = child;
    long least = Math.min(shortest, Node.sum(1, child.shortest));
    return new Words(newLabels, newChildren, index, weight, least);
  }

  private int find(int label) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == (byte) label) {
        return i;
      }
    }
    return -1;
  }

  /// The words after the byte, `null` if none goes on with it.
  @Nullable Words child(int b) {
    int at = find(b);
    return at < 0 ? null : children[at];
  }

  /// Whether a word ends here.
  boolean ends() {
    return index >= 0;
  }

  /// Whether a word goes on here.
  boolean goesOn() {
    return labels.length > 0;
  }

  /// The word that ends here.
  int index() {
    return index;
  }

  /// The number of bytes from here to the end of a word and of what follows it, at least.
  long shortest() {
    return shortest;
  }

  /// The bytes to the end of the word that has this least.
  Path best() {
    byte[] bytes = new byte[64];
    int length = 0;
    Words at = this;
    while (!at.ends() || at.weight > at.shortest) {
      int next = at.bestChild();
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
      bytes[length++] = at.labels[next];
      at = at.children[next];
    }
    return new Path(Arrays.copyOf(bytes, length), at.index);
  }

  /// How to come to a word's end.
  record Path(byte[] bytes, int index) {}

  private int bestChild() {
    int best = 0;
    for (int i = 1; i < children.length; i++) {
      if (children[i].shortest < children[best].shortest) {
        best = i;
      }
    }
    return best;
  }
}
