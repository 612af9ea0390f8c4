package dev.corvid.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeirCollectionTests {
  private static final String CORPUS =
      """
      {"_id": "1", "title": "Crows", "text": "Crows use tools."}
      {"_id": "2", "title": "Crows", "text": "Crows cache food."}
      {"_id": "3", "text": "Jays do, too."}
      """;
  private static final String QUERIES =
      """
      {"_id": "a", "text": "Who uses tools?", "answers": ["crows"]}
      {"_id": "b", "text": "Who does, too?"}
      {"_id": "c", "text": "Never judged?"}
      """;
  private static final String QRELS = "query-id\tcorpus-id\tscore\na\t1\t2\na\t3\t0\nb\t3\t1\n";

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("corpus.jsonl"), CORPUS);
    Files.writeString(folder.resolve("queries.jsonl"), QUERIES);
    Files.writeString(folder.resolve("qrels.tsv"), QRELS);
  }

  @Test
  void readsDocumentsQuestionsAndJudgements() throws IOException {
    BeirCollection collection = BeirCollection.read(folder);

    assertThat(collection.documents()).hasSize(3);
    assertThat(collection.documents().getLast().title()).isEmpty();
    assertThat(collection.questions().getFirst().answers()).containsExactly("crows");
    assertThat(collection.judgements())
        .isEqualTo(Map.of("a", Map.of("1", 2, "3", 0), "b", Map.of("3", 1)));
    assertThat(collection.judged()).extracting(Question::id).containsExactly("a", "b");
  }

  @Test
  void knowsTheGoldDocumentsAndTheirTitlesNeighbours() throws IOException {
    BeirCollection collection = BeirCollection.read(folder);
    Question first = collection.questions().getFirst();
    Question second = collection.questions().get(1);

    assertThat(collection.gold(first)).containsExactly("1");
    assertThat(collection.sharingTitleWithGold(first)).containsExactlyInAnyOrder("1", "2");
    assertThat(collection.sharingTitleWithGold(second)).containsExactly("3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "corpus.jsonl|{\"_id\": 7}|_id",
        "corpus.jsonl|[1]|corpus.jsonl:1",
        "queries.jsonl|{\"_id\": \"a\"|queries.jsonl:1",
        "queries.jsonl|{\"_id\": \"a\"}|text"
      })
  void namesWhatIsBroken(String file, String content, String expected) throws IOException {
    Files.writeString(folder.resolve(file), content);

    assertThatThrownBy(() -> BeirCollection.read(folder))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void namesTheJudgementThatIsNone() throws IOException {
    Files.writeString(folder.resolve("qrels.tsv"), QRELS + "b\t3\thigh\n");

    assertThatThrownBy(() -> BeirCollection.read(folder)).hasMessageContaining("qrels.tsv:5");
  }

  @Test
  void saysThatAFileIsMissing() throws IOException {
    Files.delete(folder.resolve("qrels.tsv"));

    assertThatThrownBy(() -> BeirCollection.read(folder))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("qrels.tsv");
  }

  @Test
  void anythingElseIsRefusedWithOneKindOfException() throws IOException {
    long seed = Long.getLong("corvid.seed", 42);
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      byte[] bytes = CORPUS.getBytes(StandardCharsets.UTF_8);
      for (int flips = 0; flips < 3; flips++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Files.write(folder.resolve("corpus.jsonl"), bytes);
      try {
        assertThat(BeirCollection.read(folder).documents()).isNotNull();
      } catch (EvaluationException e) {
        assertThat(e).as("seed %d round %d", seed, round).hasMessageContaining("corpus.jsonl");
      }
    }
  }
}
