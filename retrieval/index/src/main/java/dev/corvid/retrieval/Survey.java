package dev.corvid.retrieval;

import dev.corvid.retrieval.DocumentSource.Entry;
import dev.corvid.retrieval.UpdateReport.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compares what a source lists with what the index remembers, by names and stamps alone.
final class Survey implements DocumentSource.Visitor {
  /// Lucene's limit for a term is 32,766 bytes; no path comes near.
  private static final int MAX_NAME = 4_096;

  private final Map<String, DocumentRecord> known;
  private final Set<String> seen = new HashSet<>();
  private final List<Entry> suspects = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private final List<String> unreachable = new ArrayList<>();
  private int unchanged;

  private Survey(Map<String, DocumentRecord> known) {
    this.known = known;
  }

  static Survey of(DocumentSource source, Map<String, DocumentRecord> known) {
    var survey = new Survey(known);
    source.forEach(survey);
    return survey;
  }

  @Override
  public void entry(Entry entry) {
    String name = entry.name();
    if (name.length() > MAX_NAME) {
      failed(name, "its name is longer than " + MAX_NAME + " characters");
      return;
    }
    if (!seen.add(name)) {
      return;
    }
    DocumentRecord record = known.get(name);
    if (record == null || !record.stamp().equals(entry.stamp())) {
      suspects.add(entry);
    } else if (record.failed()) {
      failures.add(new Failure(name, record.failure()));
    } else {
      unchanged++;
    }
  }

  @Override
  public void failed(String name, String reason) {
    seen.add(name);
    failures.add(new Failure(name, reason));
  }

  @Override
  public void unreachable(String prefix, String reason) {
    unreachable.add(prefix);
    failures.add(new Failure(prefix, reason));
  }

  Map<String, DocumentRecord> known() {
    return known;
  }

  /// Every document listed, failed ones included.
  int seen() {
    return seen.size();
  }

  int unchanged() {
    return unchanged;
  }

  List<Failure> failures() {
    return failures;
  }

  /// New entries, and those whose stamp is not the remembered one.
  List<Entry> suspects() {
    return suspects;
  }

  /// Names the source no longer lists, though it could.
  List<DocumentRecord> gone() {
    return known.values().stream()
        .filter(record -> !seen.contains(record.name()))
        .filter(record -> unreachable.stream().noneMatch(record.name()::startsWith))
        .toList();
  }

  boolean calm() {
    return suspects.isEmpty() && gone().isEmpty();
  }
}
