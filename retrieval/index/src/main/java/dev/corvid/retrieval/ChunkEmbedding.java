package dev.corvid.retrieval;

import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.agent.spi.TextEmbedder.Purpose;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;

/// Embeds chunks in batches and adds them again with their vectors, under the same id.
final class ChunkEmbedding {
  private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(30);

  private final TextEmbedder embedder;
  private final WriterSession session;
  private final IndexListener listener;
  private final int batch;

  ChunkEmbedding(TextEmbedder embedder, WriterSession session, IndexListener listener, int batch) {
    this.embedder = embedder;
    this.session = session;
    this.listener = listener;
    this.batch = batch;
  }

  /// Embed the chunks with these Lucene numbers, in this order.
  ///
  /// @return how many are embedded; fewer than asked if the time ran out
  int run(IndexSearcher searcher, List<Integer> docs, Duration maxTime) throws IOException {
    StoredFields stored = searcher.storedFields();
    long start = System.nanoTime();
    long lastCommit = start;
    int done = 0;
    while (done < docs.size() && System.nanoTime() - start < maxTime.toNanos()) {
      WriterSession.checkInterrupt();
      List<IndexedChunk> chunks = new ArrayList<>();
      for (int doc : docs.subList(done, Math.min(docs.size(), done + batch))) {
        chunks.add(IndexedChunk.read(stored.document(doc)));
      }
      embed(chunks);
      done += chunks.size();
      listener.embedded(done, docs.size());
      if (System.nanoTime() - lastCommit > COMMIT_INTERVAL.toNanos()) {
        session.commit();
        lastCommit = System.nanoTime();
      }
    }
    return done;
  }

  private void embed(List<IndexedChunk> chunks) throws IOException {
    List<float[]> vectors =
        embedder.embed(chunks.stream().map(IndexedChunk::searchable).toList(), Purpose.PASSAGE);
    for (int i = 0; i < chunks.size(); i++) {
      IndexedChunk chunk = chunks.get(i);
      session.writer().updateDocument(chunk.idTerm(), chunk.lucene(vectors.get(i)));
    }
  }
}
