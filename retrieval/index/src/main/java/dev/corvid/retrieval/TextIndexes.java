package dev.corvid.retrieval;

import dev.corvid.agent.spi.TextIndex;
import java.nio.file.Path;
import java.time.Duration;

/// Makes [TextIndex]es on Lucene: BM25 with k1 1.2 and b 0.75 over stemmed English words, where an
/// occurrence in a field counts as often as the field weighs and lengthens the entry as much
/// (BM25F: Robertson, Zaragoza and Taylor, CIKM 2004); a word of the searched text counts by the
/// square root of its repetitions. Identifiers are their words, ideographs one by one. An entry
/// that is put again is the newest one then.
///
/// Any id, text and payload comes back as it was. Weights count within `[1/64, 64]`; of an entry
/// the first 100,000 words are searched.
public final class TextIndexes {
  /// Writing an entry takes milliseconds; who holds a folder for so long has stopped.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private TextIndexes() {}

  /// An index that ends with the process.
  public static TextIndex inMemory() {
    return new LuceneTextIndex(new MemoryTextStore());
  }

  /// The index in a folder, which is made if it is not there. What `put` and `remove` did when they
  /// return is on the disk, whatever happens to the process. Any number of processes may share the
  /// folder: they take turns in writing, and searches see what was written last.
  ///
  /// Later calls throw an [IndexException] if the folder cannot be read or written, if its content
  /// is broken or not of this version (it is never overwritten), or if another process writes for
  /// more than ten seconds.
  ///
  /// @throws IndexException if the folder holds something else
  public static TextIndex open(Path folder) {
    return open(folder, LONGEST_WAIT);
  }

  static TextIndex open(Path folder, Duration longestWait) {
    return new LuceneTextIndex(new FolderTextStore(folder, longestWait));
  }
}
