/// Reads documents as people have them: Markdown, HTML, PDF and every kind of plain text. Start
/// with [FolderSource].
///
/// ```java
/// index.update(FolderSource.of(List.of(Path.of("manuals"))), Contention.WAIT, listener);
/// ```
@NullMarked
package dev.corvid.retrieval.documents;

import org.jspecify.annotations.NullMarked;
