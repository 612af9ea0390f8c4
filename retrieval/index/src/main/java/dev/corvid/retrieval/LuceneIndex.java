package dev.corvid.retrieval;

import dev.corvid.agent.Query;
import dev.corvid.agent.spi.Retriever;
import dev.corvid.agent.spi.TextEmbedder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.ThreadInterruptedException;
import org.jspecify.annotations.Nullable;

/// The index on Lucene. Nothing is held open for writing between calls, so that other processes get
/// their turn.
final class LuceneIndex implements DocumentIndex {
  private static final int BULK_BATCH = 32;

  /// Small, because the time limit is checked between batches.
  private static final int ON_DEMAND_BATCH = 4;

  private final IndexFolder folder;
  private final Chunker chunker;
  private final LexicalAnalysis analysis = new LexicalAnalysis();
  private final @Nullable TextEmbedder embedder;
  private final WriterSession.Opener sessions;
  private final ReentrantLock writing = new ReentrantLock();

  private LuceneIndex(
      IndexFolder folder,
      IndexSettings settings,
      CommitData wanted,
      @Nullable TextEmbedder embedder) {
    this.folder = folder;
    this.chunker = new Chunker(settings.chunking());
    this.embedder = embedder;
    this.sessions = new WriterSession.Opener(folder, wanted, analysis.analyzer());
  }

  static DocumentIndex open(
      Path directory, IndexSettings settings, @Nullable TextEmbedder embedder) {
    CommitData wanted = CommitData.of(settings, embedder == null ? "" : embedder.id());
    var similarity = new BM25Similarity(settings.k1(), settings.b());
    return new LuceneIndex(
        IndexFolder.open(directory, wanted, similarity), settings, wanted, embedder);
  }

  IndexFolder folder() {
    return folder;
  }

  @Override
  public UpdateReport update(DocumentSource source, Contention contention, IndexListener listener) {
    writing.lock();
    try {
      long version = folder.version();
      Survey survey = survey(source);
      if (survey.calm() && folder.state() == IndexFolder.State.READY) {
        return untouched(survey, false);
      }
      boolean other = folder.state() == IndexFolder.State.OTHER;
      Optional<WriterSession> session = sessions.after(contention, listener);
      if (session.isEmpty()) {
        return untouched(survey, true);
      }
      try (WriterSession open = session.get()) {
        if (other && folder.state() != IndexFolder.State.READY) {
          listener.notice("The index was made with other settings or is broken; making it anew.");
        }
        // Another process may have written while this one waited.
        Survey current = folder.version() == version ? survey : survey(source);
        return apply(current, open, listener);
      }
    } catch (IOException | AlreadyClosedException | ThreadInterruptedException e) {
      throw folder.failure(e);
    } finally {
      writing.unlock();
    }
  }

  private Survey survey(DocumentSource source) {
    Map<String, DocumentRecord> known =
        folder.read(searcher -> DocumentRecord.all(searcher.getIndexReader()));
    return Survey.of(source, known);
  }

  private UpdateReport apply(Survey survey, WriterSession session, IndexListener listener)
      throws IOException {
    UpdateReport done =
        folder.read(
            searcher ->
                new Update(
                        survey,
                        chunker,
                        new Vectors(searcher.getIndexReader()),
                        session.writer(),
                        listener)
                    .run());
    session.commitAndMerge();
    return withFigures(done);
  }

  private UpdateReport untouched(Survey survey, boolean deferred) {
    return withFigures(
        new UpdateReport(
            survey.seen(), 0, 0, 0, survey.unchanged(), survey.failures(), 0, 0, deferred));
  }

  private UpdateReport withFigures(UpdateReport report) {
    int chunks = folder.read(searcher -> searcher.count(new TermQuery(Fields.CHUNKS)));
    return new UpdateReport(
        report.seen(),
        report.added(),
        report.changed(),
        report.removed(),
        report.unchanged(),
        report.failed(),
        chunks,
        folder.bytes(),
        report.deferred());
  }

  @Override
  public EmbedReport embedPending(EmbedLimits limits, IndexListener listener) {
    TextEmbedder model = embedder;
    if (model == null) {
      throw IndexException.noEmbedder();
    }
    if (folder.state() != IndexFolder.State.READY || limits.maxChunks() == 0) {
      return new EmbedReport(0, pending(), false);
    }
    writing.lock();
    try (WriterSession session = sessions.after(Contention.WAIT, listener).orElseThrow()) {
      var embedding = new ChunkEmbedding(model, session, listener, BULK_BATCH);
      int embedded =
          folder.read(
              searcher ->
                  embedding.run(searcher, pending(searcher, limits.maxChunks()), limits.maxTime()));
      session.commitAndMerge();
      return new EmbedReport(embedded, pending(), false);
    } catch (IOException | AlreadyClosedException | ThreadInterruptedException e) {
      throw folder.failure(e);
    } finally {
      writing.unlock();
    }
  }

  private static List<Integer> pending(IndexSearcher searcher, int limit) throws IOException {
    int most = Math.min(limit, Math.max(1, searcher.getIndexReader().maxDoc()));
    return Arrays.stream(searcher.search(Legs.pending(), most, Sort.INDEXORDER).scoreDocs)
        .map(hit -> hit.doc)
        .toList();
  }

  @Override
  public EmbedReport embedFor(Query query, EmbedLimits limits, IndexListener listener) {
    TextEmbedder model = embedder;
    List<Integer> lacking =
        model == null || limits.maxChunks() == 0
            ? List.of()
            : folder.read(searcher -> lacking(query, limits.maxChunks(), searcher));
    if (model == null || lacking.isEmpty() || !writing.tryLock()) {
      return new EmbedReport(0, pending(), !lacking.isEmpty());
    }
    try {
      Optional<WriterSession> session = sessions.now(WriterSession.Load.LIGHT);
      if (session.isEmpty()) {
        return new EmbedReport(0, pending(), true);
      }
      try (WriterSession open = session.get()) {
        int embedded = embedCandidates(model, query, limits, listener, open);
        return new EmbedReport(embedded, pending(), false);
      }
    } catch (IOException | AlreadyClosedException | ThreadInterruptedException e) {
      throw folder.failure(e);
    } finally {
      writing.unlock();
    }
  }

  private int embedCandidates(
      TextEmbedder model,
      Query query,
      EmbedLimits limits,
      IndexListener listener,
      WriterSession session)
      throws IOException {
    var embedding = new ChunkEmbedding(model, session, listener, ON_DEMAND_BATCH);
    Duration time = limits.maxTime();
    int embedded =
        folder.read(
            searcher ->
                embedding.run(searcher, lacking(query, limits.maxChunks(), searcher), time));
    session.commit();
    return embedded;
  }

  /// Those of the best `k` lexical candidates that have no vector.
  private List<Integer> lacking(Query query, int k, IndexSearcher searcher) throws IOException {
    var vectors = new Vectors(searcher.getIndexReader());
    List<Integer> lacking = new ArrayList<>();
    for (int doc : new Legs(searcher, analysis).lexical(query, k).keySet()) {
      if (!vectors.has(doc)) {
        lacking.add(doc);
      }
    }
    return lacking;
  }

  @Override
  public Retriever retriever(EmbedLimits onDemand) {
    return new FusedRetriever(this, analysis, embedder, onDemand);
  }

  private int pending() {
    return folder.read(searcher -> searcher.count(Legs.pending()));
  }

  @Override
  public IndexStatus status() {
    return folder.read(
        searcher -> {
          int chunks = searcher.count(new TermQuery(Fields.CHUNKS));
          int pending = searcher.count(Legs.pending());
          long documents =
              DocumentRecord.all(searcher.getIndexReader()).values().stream()
                  .filter(record -> !record.failed())
                  .count();
          return new IndexStatus(
              Math.toIntExact(documents), chunks, chunks - pending, pending, folder.bytes());
        });
  }

  @Override
  public void close() {
    analysis.analyzer().close();
    folder.close();
  }
}
