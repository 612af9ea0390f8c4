package dev.corvid.eval;

import dev.corvid.agent.Passage;
import dev.corvid.retrieval.Chunking;
import dev.corvid.retrieval.DocumentIndex;
import dev.corvid.retrieval.IndexSettings;
import dev.corvid.retrieval.documents.FolderSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Where questions and the documents to answer them from come from.
sealed interface QaSource {
  /// The name for the files of results.
  String name();

  /// What the results depend on, besides the agent.
  String fingerprint();

  List<Question> questions();

  DocumentIndex open(CollectionIndex indexes);

  QaCase prepare(Question question);

  /// A collection in BEIR's layout whose questions have answers.
  record Beir(BeirCollection collection) implements QaSource {
    @Override
    public String name() {
      return collection.name();
    }

    @Override
    public String fingerprint() {
      return Fingerprint.of(collection.documents().toString(), questions().toString());
    }

    @Override
    public List<Question> questions() {
      return collection.judged().stream()
          .filter(question -> !question.answers().isEmpty())
          .toList();
    }

    @Override
    public DocumentIndex open(CollectionIndex indexes) {
      return indexes.open(collection, Chunking.byStructure());
    }

    @Override
    public QaCase prepare(Question question) {
      Set<String> gold = collection.gold(question);
      List<Passage> passages =
          collection.documents().stream()
              .filter(document -> gold.contains(document.id()))
              .map(Beir::passage)
              .toList();
      return new QaCase(
          question, gold::contains, collection.sharingTitleWithGold(question), passages);
    }

    private static Passage passage(BeirCollection.Document document) {
      String text = document.text();
      return new Passage(
          document.id(),
          document.title(),
          List.of(),
          OptionalInt.empty(),
          0,
          text.length(),
          text,
          1);
    }
  }

  /// Questions from a file of their own over a folder of documents. Each line has `id`, `question`,
  /// `answers`, `documents` (ends of the paths that hold the answer) and `answerable`.
  record Folder(String name, List<Question> questions, Path docs) implements QaSource {
    static Folder read(Path file, Path docs) throws IOException {
      List<Question> questions = new ArrayList<>();
      for (JsonNode object : JsonLines.read(file)) {
        questions.add(
            new Question(
                JsonLines.text(file, object, "id"),
                JsonLines.text(file, object, "question"),
                JsonLines.texts(object, "answers"),
                JsonLines.texts(object, "documents"),
                object.path("answerable").asBoolean(true)));
      }
      String name = String.valueOf(file.getFileName()).replaceFirst("\\.jsonl$", "");
      return new Folder(name, List.copyOf(questions), docs);
    }

    @Override
    public String fingerprint() {
      return Fingerprint.of(questions.toString(), docs.toAbsolutePath().normalize().toString());
    }

    @Override
    public DocumentIndex open(CollectionIndex indexes) {
      String key = Fingerprint.of(docs.toAbsolutePath().normalize().toString());
      return indexes.open("docs-" + key, IndexSettings.defaults(), FolderSource.of(List.of(docs)));
    }

    @Override
    public QaCase prepare(Question question) {
      return new QaCase(question, name -> holds(question, name), Set.of(), List.of());
    }

    private static boolean holds(Question question, String document) {
      Path path = Path.of(document);
      return question.documents().stream().anyMatch(end -> path.endsWith(Path.of(end)));
    }
  }
}
