package dev.corvid.command;

import dev.corvid.retrieval.IndexListener;

/// Indexing's notes and its line of the terminal.
public final class IndexProgress implements IndexListener, AutoCloseable {
  private final Console console;
  private final Progress line;

  public IndexProgress(Console console) {
    this.console = console;
    this.line = console.progress("Index");
  }

  @Override
  public void document(String name, long seen) {
    line.update(0, 0, "%d documents, %s".formatted(seen, name));
  }

  @Override
  public void embedded(long done, long total) {
    line.update(done, total, "%d of %d chunks embedded".formatted(done, total));
  }

  @Override
  public void notice(String message) {
    console.note(message);
  }

  @Override
  public void close() {
    line.close();
  }
}
