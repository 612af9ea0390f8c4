package dev.corvid.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A test collection in the layout of BEIR: `corpus.jsonl` (`_id`, `title`, `text`),
/// `queries.jsonl` (`_id`, `text`, perhaps `answers`) and `qrels.tsv` (a header, then query,
/// document and grade between tabs).
///
/// Thakur et al., "BEIR: A Heterogeneous Benchmark for Zero-shot Evaluation of Information
/// Retrieval Models", 2021.
///
/// @param name the folder's name
/// @param judgements query id to document id to grade, in the order of the file
record BeirCollection(
    String name,
    List<Document> documents,
    List<Question> questions,
    Map<String, Map<String, Integer>> judgements) {

  /// One document; the title may be empty.
  record Document(String id, String title, String text) {}

  /// @throws EvaluationException if a file is missing or broken
  static BeirCollection read(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    return new BeirCollection(
        String.valueOf(absolute.getFileName()),
        documents(folder.resolve("corpus.jsonl")),
        questions(folder.resolve("queries.jsonl")),
        judgements(folder.resolve("qrels.tsv")));
  }

  /// The questions that have a judgement: only they can be measured.
  List<Question> judged() {
    return questions.stream().filter(question -> judgements.containsKey(question.id())).toList();
  }

  /// The ids of the documents that hold a question's answer.
  Set<String> gold(Question question) {
    Set<String> gold = new LinkedHashSet<>();
    judgements
        .getOrDefault(question.id(), Map.of())
        .forEach(
            (document, grade) -> {
              if (grade > 0) {
                gold.add(document);
              }
            });
    return gold;
  }

  /// The ids of every document whose title is that of one of the question's gold documents.
  Set<String> sharingTitleWithGold(Question question) {
    Set<String> gold = gold(question);
    Set<String> titles = new LinkedHashSet<>();
    for (Document document : documents) {
      if (gold.contains(document.id) && !document.title.isBlank()) {
        titles.add(document.title);
      }
    }
    Set<String> sharing = new LinkedHashSet<>(gold);
    for (Document document : documents) {
      if (titles.contains(document.title)) {
        sharing.add(document.id);
      }
    }
    return sharing;
  }

  private static List<Document> documents(Path file) throws IOException {
    List<Document> documents = new ArrayList<>();
    for (JsonNode object : JsonLines.read(file)) {
      documents.add(
          new Document(
              JsonLines.text(file, object, "_id"),
              object.path("title").asString(""),
              JsonLines.text(file, object, "text")));
    }
    return documents;
  }

  private static List<Question> questions(Path file) throws IOException {
    List<Question> questions = new ArrayList<>();
    for (JsonNode object : JsonLines.read(file)) {
      questions.add(
          new Question(
              JsonLines.text(file, object, "_id"),
              JsonLines.text(file, object, "text"),
              JsonLines.texts(object, "answers"),
              List.of(),
              true));
    }
    return questions;
  }

  static Map<String, Map<String, Integer>> judgements(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw EvaluationException.badInput(
          "%s is not a file".formatted(file), "Name a folder in BEIR's layout.");
    }
    Map<String, Map<String, Integer>> judgements = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank()) {
        continue;
      }
      String[] columns = line.split("\t", -1);
      if (columns.length != 3 || !columns[2].strip().matches("[+-]?\\d{1,9}")) {
        throw EvaluationException.badInput(
            "%s:%d: not a judgement: '%s'".formatted(file, i + 1, line),
            "Write query, document and an integer grade between tabs.");
      }
      judgements
          .computeIfAbsent(columns[0], query -> new LinkedHashMap<>())
          .put(columns[1], Integer.valueOf(columns[2].strip()));
    }
    return judgements;
  }
}
