/// Cuts documents into chunks, keeps them in one persistent Lucene index and finds passages in it,
/// lexically (BM25), by dense vectors, or by both fused. Start with [DocumentIndex],
/// [DocumentSource] and [IndexSettings]. [TextIndexes] are for what is too small for documents:
/// tools, episodes.
///
/// ```java
/// try (var index = DocumentIndex.open(directory, IndexSettings.defaults(), embedder)) {
///   index.update(DocumentSource.of(documents), Contention.WAIT, IndexListener.SILENT);
///   var retriever = index.retriever(EmbedLimits.FIRST_QUESTION);
///   var passages = retriever.retrieve(Query.of("How do I …?", 10));
/// }
/// ```
@NullMarked
package dev.corvid.retrieval;

import org.jspecify.annotations.NullMarked;
