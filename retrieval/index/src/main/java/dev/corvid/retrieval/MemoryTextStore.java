package dev.corvid.retrieval;

import dev.corvid.retrieval.IndexFolder.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.jspecify.annotations.Nullable;

/// Keeps one writer open and reads through it, so that many entries are one segment.
final class MemoryTextStore implements TextStore {
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final ReentrantLock writing = new ReentrantLock();

  MemoryTextStore() {
    try {
      writer = new IndexWriter(new ByteBuffersDirectory(), TextStore.writerConfig());
      searchers = new SearcherManager(writer, new Searchers());
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
  }

  private static final class Searchers extends SearcherFactory {
    @Override
    public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous) {
      return TextStore.configured(new IndexSearcher(reader));
    }
  }

  @Override
  public <T> T read(Reading<T> reading) {
    try {
      searchers.maybeRefreshBlocking();
      IndexSearcher searcher = searchers.acquire();
      try {
        return reading.from(searcher);
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("reading from memory", impossible);
    }
  }

  @Override
  public boolean write(Writing change) {
    writing.lock();
    try {
      return change.to(writer);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void close() {
    try {
      searchers.close();
      writer.rollback();
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
  }
}
