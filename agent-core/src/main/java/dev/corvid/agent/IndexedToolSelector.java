package dev.corvid.agent;

import dev.corvid.agent.spi.TextIndex;
import dev.corvid.agent.spi.TextIndex.Entry;
import dev.corvid.agent.spi.TextIndex.Field;
import dev.corvid.agent.spi.ToolSelector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Selects tools by the words that they share with the task: in their names, descriptions,
/// keywords and parameters. Where the limit admits all tools, those without a shared word come
/// last, in their own order; otherwise they are left out. Thread-safe.
public final class IndexedToolSelector implements ToolSelector, AutoCloseable {
  /// Runs that are under way at once mostly have one of a few lists of tools.
  private static final int LISTS = 8;

  private final Supplier<TextIndex> indexes;
  private final Weights weights;
  private final ReentrantLock lock = new ReentrantLock();
  private final SequencedMap<List<ToolSpec>, TextIndex> built =
      new LinkedHashMap<>(16, 0.75f, true);

  /// @param indexes makes an empty index, which is closed when it is no longer needed
  public IndexedToolSelector(Supplier<TextIndex> indexes) {
    this(indexes, Weights.TUNED);
  }

  IndexedToolSelector(Supplier<TextIndex> indexes, Weights weights) {
    this.indexes = indexes;
    this.weights = weights;
  }

  /// How much a word counts where it stands. Their proportions say what tells tools apart; that
  /// they are small says that a word which a tool repeats goes on counting (a weight scales BM25's
  /// k1).
  record Weights(
      double name, double description, double keywords, double parameters, double details) {
    static final Weights TUNED = new Weights(1.6, 0.4, 0.2, 0.2, 0.1);
  }

  @Override
  public List<ToolSpec> select(String task, List<ToolSpec> tools, int limit) {
    Checks.requireAtLeast(1, limit, "limit");
    if (tools.isEmpty()) {
      return List.of();
    }
    lock.lock();
    try {
      Set<ToolSpec> selected = new LinkedHashSet<>();
      for (TextIndex.Hit hit : index(List.copyOf(tools)).search(task, limit)) {
        selected.add(tools.get(Integer.parseInt(hit.entry().payload())));
      }
      if (tools.size() <= limit) {
        selected.addAll(tools);
      }
      return List.copyOf(selected);
    } finally {
      lock.unlock();
    }
  }

  private TextIndex index(List<ToolSpec> tools) {
    TextIndex known = built.get(tools);
    if (known != null) {
      return known;
    }
    TextIndex index = indexes.get();
    for (int i = 0; i < tools.size(); i++) {
      index.put(new Entry(String.valueOf(i), fields(tools.get(i)), String.valueOf(i)));
    }
    built.put(tools, index);
    if (built.size() > LISTS) {
      built.pollFirstEntry().getValue().close();
    }
    return index;
  }

  private List<Field> fields(ToolSpec tool) {
    SchemaWords parameters = SchemaWords.of(tool.parameters());
    List<Field> fields = new ArrayList<>();
    fields.add(new Field(tool.name(), weights.name));
    fields.add(new Field(tool.description(), weights.description));
    fields.add(new Field(String.join("\n", tool.keywords()), weights.keywords));
    fields.add(new Field(parameters.names(), weights.parameters));
    fields.add(new Field(parameters.descriptions(), weights.details));
    return fields;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      built.values().forEach(TextIndex::close);
      built.clear();
    } finally {
      lock.unlock();
    }
  }
}
