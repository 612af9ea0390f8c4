package dev.corvid.retrieval;

import dev.corvid.retrieval.IndexFolder.Reading;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;

/// Where the entries of a text index are. Thread-safe.
sealed interface TextStore extends AutoCloseable permits FolderTextStore, MemoryTextStore {
  Similarity SIMILARITY = new BM25Similarity(1.2f * TextDocument.UNIT, 0.75f);

  /// How a commit must have been made to be read and continued.
  CommitData MADE = new CommitData("texts 1, analysis " + LexicalAnalysis.NAME, "");

  String NEXT_NUMBER = "corvid.next";

  /// Read what was written last.
  <T> T read(Reading<T> reading);

  /// Write, alone; what it wrote is kept and visible when this returns.
  ///
  /// @return whether it wrote anything
  boolean write(Writing writing);

  @Override
  void close();

  /// Changes an index.
  @FunctionalInterface
  interface Writing {
    /// @return whether it wrote anything
    boolean to(IndexWriter writer) throws IOException;
  }

  static IndexWriterConfig writerConfig() {
    // The terms are made beforehand; an analyzer is only asked for.
    return new IndexWriterConfig(new KeywordAnalyzer())
        .setSimilarity(SIMILARITY)
        .setMergeScheduler(new SerialMergeScheduler())
        .setCommitOnClose(false);
  }

  /// The number of an entry that is about to be written. It is counted here, since Lucene's own
  /// numbers change when segments are merged.
  static long takeNumber(IndexWriter writer) {
    long number = 0;
    for (Map.Entry<String, String> entry : writer.getLiveCommitData()) {
      number = entry.getKey().equals(NEXT_NUMBER) ? Long.parseLong(entry.getValue()) : number;
    }
    Map<String, String> data = new HashMap<>(MADE.over(Map.of()));
    data.put(NEXT_NUMBER, Long.toString(number + 1));
    writer.setLiveCommitData(data.entrySet());
    return number;
  }

  static IndexSearcher configured(IndexSearcher searcher) {
    searcher.setSimilarity(SIMILARITY);
    searcher.setQueryCache(null);
    return searcher;
  }
}
