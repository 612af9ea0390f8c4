package dev.corvid.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.retrieval.SourceDocument.Heading;
import dev.corvid.retrieval.SourceDocument.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ChunkerTests {
  private static final long SEED = seed();

  private static final List<String> PIECES =
      List.of(
          "word",
          "Another sentence ends here. ",
          " ",
          "\n",
          "\n\n",
          "\r\n \r\n",
          "雪が降る。",
          "1234567",
          "\uD83D\uDC26",
          "\uD83D",
          "supercalifragilistic",
          "```\ncode();\n```\n",
          "\u00A0",
          "x = y;\n");

  private static long seed() {
    String given = System.getProperty("corvid.seed", "");
    try {
      return Long.decode(given);
    } catch (NumberFormatException none) {
      return 20_261_122L;
    }
  }

  @Test
  void chunksCoverTheTextInOrderWithinTheLimits() {
    var random = new Random(SEED);
    for (int round = 0; round < 400; round++) {
      SourceDocument document = random(random);
      int target = 16 + random.nextInt(100);
      int max = target + random.nextInt(100);
      List<Chunk> chunks = new Chunker(new Chunking.ByStructure(target, max)).chunk(document);
      assertCovers(document, chunks, max, "seed " + SEED + " round " + round);
    }
  }

  private static void assertCovers(
      SourceDocument document, List<Chunk> chunks, int max, String where) {
    String text = document.text();
    int last = 0;
    for (Chunk chunk : chunks) {
      assertThat(chunk.start()).as(where).isGreaterThanOrEqualTo(last);
      assertThat(text.substring(last, chunk.start()).isBlank() || chunk.start() == last)
          .as(where)
          .isTrue();
      assertThat(text.substring(chunk.start(), chunk.end())).as(where).isNotBlank();
      assertThat(TokenEstimate.of(text, chunk.start(), chunk.end()))
          .as(where)
          .isLessThanOrEqualTo(max + 1);
      assertOnOnePage(document, chunk, where);
      last = chunk.end();
    }
    assertThat(text.substring(last).isBlank()).as(where).isTrue();
  }

  private static void assertOnOnePage(SourceDocument document, Chunk chunk, String where) {
    var starts = document.pageStarts();
    int page = (int) starts.stream().filter(start -> start <= chunk.start()).count();
    assertThat(chunk.page()).as(where).isEqualTo(page);
    assertThat(starts).as(where).noneMatch(s -> s > chunk.start() && s < chunk.end());
  }

  private static SourceDocument random(Random random) {
    var text = new StringBuilder();
    int pieces = random.nextInt(300);
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
      if (random.nextInt(3) > 0) {
        text.append(' ');
      }
    }
    List<Heading> headings = new ArrayList<>();
    for (Span span : spans(random, text.length())) {
      headings.add(new Heading(1 + random.nextInt(6), "Heading", span.start(), span.end()));
    }
    var pages = new TreeSet<Integer>();
    if (random.nextBoolean()) {
      pages.add(0);
      for (int i = random.nextInt(5); i > 0; i--) {
        pages.add(random.nextInt(text.length() + 1));
      }
    }
    return new SourceDocument(
        "random",
        "A title",
        text.toString(),
        headings,
        List.copyOf(pages),
        spans(random, text.length()),
        List.of());
  }

  private static List<Span> spans(Random random, int length) {
    var ends = new TreeSet<Integer>();
    for (int i = random.nextInt(8); i > 0; i--) {
      ends.add(random.nextInt(length + 1));
    }
    List<Span> spans = new ArrayList<>();
    var points = List.copyOf(ends);
    for (int i = 0; i + 1 < points.size(); i += 2) {
      spans.add(new Span(points.get(i), points.get(i + 1)));
    }
    return spans;
  }

  @Test
  void neverCutsInsideACharacter() {
    String text = "\uD83D\uDC26".repeat(1_000);
    var chunks =
        new Chunker(new Chunking.ByStructure(17, 17)).chunk(SourceDocument.of("birds", "", text));
    assertThat(chunks).hasSizeGreaterThan(50);
    assertThat(chunks).allMatch(chunk -> chunk.start() % 2 == 0 && chunk.end() % 2 == 0);
  }

  @Test
  void aChunkKnowsTheHeadingsAboveIt() {
    String body = "Some words about the matter at hand, enough to be a chunk alone. ".repeat(4);
    String text = "# Birds\n\n" + body + "\n\n## Ravens\n\n" + body + "\n\n# Fish\n\n" + body;
    int ravens = text.indexOf("## Ravens");
    int fish = text.indexOf("# Fish");
    var document =
        new SourceDocument(
            "animals.md",
            "Animals",
            text,
            List.of(
                new Heading(1, "Birds", 0, 7),
                new Heading(2, "Ravens", ravens, ravens + 9),
                new Heading(1, "Fish", fish, fish + 6)),
            List.of(),
            List.of(),
            List.of());
    List<Chunk> chunks = new Chunker(new Chunking.ByStructure(60, 80)).chunk(document);

    assertThat(chunks).extracting(Chunk::start).containsExactly(0, ravens, fish);
    assertThat(chunks.get(1).headings()).containsExactly("Birds", "Ravens");
    assertThat(chunks.get(1).context()).isEqualTo("Animals\nBirds");
    assertThat(chunks.get(2).headings()).containsExactly("Fish");
  }

  @Test
  void aBlockStaysWholeUpToTheMaximum() {
    String code = "let x = y;\n\n".repeat(10);
    String text =
        "An introduction of a few words.\n\n" + code + "And what comes after it. ".repeat(9);
    int start = text.indexOf(code);
    var document =
        new SourceDocument(
            "a.md",
            "",
            text,
            List.of(),
            List.of(),
            List.of(new Span(start, start + code.length())),
            List.of());
    List<Chunk> chunks = new Chunker(new Chunking.ByStructure(40, 80)).chunk(document);

    assertThat(chunks)
        .anyMatch(chunk -> text.substring(chunk.start(), chunk.end()).contains(code.strip()));
  }

  @Test
  void aWholeDocumentIsOneChunk() {
    SourceDocument document = SourceDocument.of("d1", "Title", "Text. ".repeat(5_000));
    List<Chunk> chunks = new Chunker(Chunking.wholeDocuments()).chunk(document);
    assertThat(chunks).hasSize(1);
    assertThat(chunks.getFirst().end()).isEqualTo(document.text().length());
    assertThat(chunks.getFirst().context()).isEqualTo("Title");
  }
}
