/// Reads documents as people have them: Markdown, HTML, every kind of plain text, and PDF if
/// `corvid-retrieval-pdf` is there. Start with [FolderSource].
///
/// ```java
/// index.update(FolderSource.of(List.of(Path.of("manuals"))), Contention.WAIT, listener);
/// ```
@NullMarked
package dev.corvid.retrieval.documents;

import org.jspecify.annotations.NullMarked;
