package dev.corvid.retrieval;

import dev.corvid.retrieval.DocumentSource.Entry;
import dev.corvid.retrieval.UpdateReport.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;

/// Applies what a survey found to the index. Chunks whose content has a vector keep it.
final class Update {
  private final Survey survey;
  private final Chunker chunker;
  private final Vectors vectors;
  private final IndexWriter writer;
  private final IndexListener listener;
  private final List<Failure> failures;
  private int added;
  private int changed;
  private int removed;
  private int unchanged;

  Update(
      Survey survey, Chunker chunker, Vectors vectors, IndexWriter writer, IndexListener listener) {
    this.survey = survey;
    this.chunker = chunker;
    this.vectors = vectors;
    this.writer = writer;
    this.listener = listener;
    this.failures = new ArrayList<>(survey.failures());
    this.unchanged = survey.unchanged();
  }

  /// @return what was done, without the figures of the whole index
  UpdateReport run() throws IOException {
    long position = survey.seen() - survey.suspects().size();
    for (Entry entry : survey.suspects()) {
      WriterSession.checkInterrupt();
      listener.document(entry.name(), ++position);
      process(entry);
    }
    for (DocumentRecord record : survey.gone()) {
      writer.deleteDocuments(allOf(record.name()));
      removed += record.failed() ? 0 : 1;
    }
    return new UpdateReport(
        survey.seen(), added, changed, removed, unchanged, failures, 0, 0, false);
  }

  private void process(Entry entry) throws IOException {
    String stamp = entry.stamp();
    String hash = "";
    try {
      hash = entry.contentHash();
      DocumentRecord before = survey.known().get(entry.name());
      boolean indexed = before != null && !before.failed();
      if (before != null && indexed && before.contentHash().equals(hash)) {
        var touched = new DocumentRecord(entry.name(), stamp, hash, "");
        writer.updateDocument(touched.term(), touched.lucene());
        unchanged++;
        return;
      }
      SourceDocument document = entry.parse();
      document.notes().forEach(note -> listener.notice(entry.name() + ": " + note));
      replace(document, new DocumentRecord(entry.name(), stamp, hash, ""));
      added += indexed ? 0 : 1;
      changed += indexed ? 1 : 0;
    } catch (DocumentException e) {
      failures.add(new Failure(entry.name(), e.detail()));
      if (!e.reason().passing()) {
        // Remembered, so that it is not parsed in vain until it changes.
        var failed = new DocumentRecord(entry.name(), stamp, hash, e.detail());
        writer.updateDocuments(allOf(entry.name()), List.of(failed.lucene()));
      }
    }
  }

  private void replace(SourceDocument document, DocumentRecord record) throws IOException {
    List<Chunk> chunks = chunker.chunk(document);
    Stream<Document> lucene =
        IntStream.range(0, chunks.size()).mapToObj(i -> lucene(document, chunks.get(i), i));
    // Lazily, since a large document's Lucene form is several times its size.
    Iterable<Document> all =
        () -> {
          Iterator<Document> iterator = Stream.concat(Stream.of(record(record)), lucene).iterator();
          return iterator;
        };
    try {
      writer.updateDocuments(allOf(record.name()), all);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Document record(DocumentRecord record) {
    try {
      return record.lucene();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Document lucene(SourceDocument document, Chunk chunk, int ordinal) {
    IndexedChunk indexed = IndexedChunk.of(document, chunk, ordinal);
    try {
      return indexed.lucene(vectors.withKey(indexed.key()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Term allOf(String name) {
    return new Term(Fields.DOCUMENT, name);
  }
}
