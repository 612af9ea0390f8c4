package dev.corvid.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.ApprovalMode;
import dev.corvid.agent.Citation;
import dev.corvid.agent.Completion;
import dev.corvid.agent.Effect;
import dev.corvid.agent.FileRunJournal;
import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.Passage;
import dev.corvid.agent.Query;
import dev.corvid.agent.RunStatus;
import dev.corvid.agent.Score;
import dev.corvid.agent.Settlement;
import dev.corvid.agent.Task;
import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.Usage;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `runs show --html` over journals as runs write them.
class RunPageTests {
  private static final Usage USAGE = new Usage(1200, 1000, 30);
  private static final String HOSTILE =
      "</script></style></title></pre><img src=x onerror=alert(1)>\"'><script>alert(2)</script>"
          + "<!-- ]]> &lt;b&gt; \u0000\u001b[2J\r\u0085\u009b1m \u202Eevil\u2066 \uD800 \uFEFF"
          + "\uDB40\uDC41 javascript:alert(3) {{x}} ${x} %s";

  /// A journal cannot be read back whose names hold half a surrogate pair.
  private static final String HOSTILE_NAME = HOSTILE.replace("\uD800", "");

  @TempDir private Path home;

  private String journal(JournalEntry... entries) {
    try (var log = FileRunJournal.in(home.resolve("data/runs")).create()) {
      for (int i = 0; i < entries.length; i++) {
        log.append(entries[i], 250L * i);
      }
      return log.run();
    }
  }

  private Cli show(String run, Object... options) throws Exception {
    return Cli.runIn(
        home, Stream.concat(Stream.of("runs", "show", run), Arrays.stream(options)).toArray());
  }

  private Document page(String run) throws Exception {
    Path file = home.resolve("run.html");
    Cli shown = show(run, "--json", "--html", file);
    assertThat(shown.exitCode()).as(shown.out() + shown.err()).isZero();
    assertThat(shown.json().required("html").asString()).isEqualTo(file.toRealPath().toString());
    return Jsoup.parse(Files.readString(file));
  }

  private static ToolRequest request(String call, String body) {
    return new ToolRequest(
        new ToolCall(call, "addPet", body),
        Effect.WRITE,
        "POST",
        "http://localhost:8080/pets",
        Map.of("Content-Type", "application/json"),
        body,
        Optional.empty());
  }

  private static JournalEntry begun(String task) {
    return new JournalEntry.Begun(
        Task.withTools(task), ApprovalMode.ASK, "corvus-1b", Map.of("spec", List.of("pets.yaml")));
  }

  private static JournalEntry asked(ToolRequest request) {
    return new JournalEntry.ApprovalAsked(
        request, request.digest(), "it changes something", Instant.parse("2026-12-01T10:00:00Z"));
  }

  private static JournalEntry given(ToolRequest request, boolean approved) {
    return new JournalEntry.ApprovalGiven(request.call().id(), request.digest(), approved);
  }

  /// Two dogs: one added, one refused; and a look into the handbook.
  private String dogs() {
    ToolRequest rex = request("r.1", "{\"name\":\"Rex\"}");
    ToolRequest tom = request("r.2", "{\"name\":\"Tom\"}");
    String quote = "Each dog needs a name of its own.";
    return journal(
        begun("Add the dogs Rex and Tom"),
        new JournalEntry.Recalled(List.of("addPet was refused once.")),
        new JournalEntry.Planned(List.of("addPet", "addPet"), true),
        asked(rex),
        given(rex, true),
        new JournalEntry.CallBegan(rex),
        new JournalEntry.CallEnded("r.1", ToolResult.ok("201", "{\"id\":12,\"name\":\"Rex\"}")),
        new JournalEntry.Retrieved(
            Query.of("names", 4),
            List.of(
                new Passage(
                    "handbook/dogs.md", "", List.of(), OptionalInt.empty(), 0, 33, quote, 1))),
        asked(tom),
        given(tom, false),
        new JournalEntry.NotCalled(tom.call(), false, "the user does not allow it"),
        new JournalEntry.Ended(
            RunStatus.DONE,
            "Rex was added. [1]",
            List.of(new Citation(1, "handbook/dogs.md", OptionalInt.of(3), 0, 33, quote, true))));
  }

  @Test
  void aRunIsShownWithEverythingThatHappened() throws Exception {
    Document page = page(dogs());
    assertThat(first(page, "h1").text()).isEqualTo("Add the dogs Rex and Tom");
    assertThat(first(page, "header .badge").text()).isEqualTo("done");
    assertThat(first(page, "header dl").text())
        .matches(
            "began .* UTC model corvus-1b approvals ask at work 2.8 s"
                + " tokens 0 read, 0 of them from the cache; 0 written");
    assertThat(titles(page)).containsExactly("Answer", "Plan", "Calls", "Approvals", "Events");
    assertThat(section(page, "Answer"))
        .isEqualTo(
            "Answer Rex was added. [1] [1] handbook/dogs.md, page 3 verified Each dog needs a name"
                + " of its own.");
    assertThat(section(page, "Plan")).isEqualTo("Plan addPet addPet");
    assertThat(section(page, "Calls"))
        .isEqualTo(
            "Calls ok addPet arguments {\"name\":\"Rex\"} result {\"id\":12,\"name\":\"Rex\"}"
                + " ok search_documents arguments names result 1 passages"
                + " refused addPet arguments {\"name\":\"Tom\"} result the user does not allow it");
    assertThat(section(page, "Approvals"))
        .containsSubsequence(
            "approved addPet it changes something",
            "POST http://localhost:8080/pets",
            "Content-Type: application/json",
            "Rex",
            "asked ",
            ", answered ",
            "not approved addPet");
    assertThat(page.select("details")).hasSize(12);
    assertThat(page.select("details time").eachAttr("datetime"))
        .allSatisfy(at -> assertThat(Instant.parse(at)).isNotNull());
    assertThat(page.select("details summary").get(6).text())
        .startsWith("6 ")
        .endsWith(" UTC 1.5 s Gets 201: {\"id\":12,\"name\":\"Rex\"}");
    assertThat(page.select("details pre").get(6).text()).contains("\"code\" : \"201\"");
  }

  private static Element first(Document page, String selector) {
    return Objects.requireNonNull(page.selectFirst(selector), selector);
  }

  private static List<String> titles(Document page) {
    return page.select("h2").eachText();
  }

  private static String section(Document page, String title) {
    return page.select("section").stream()
        .map(Element::text)
        .filter(text -> text.startsWith(title))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRunThatNeedsAnAnswerSaysHowToGiveIt() throws Exception {
    String run =
        journal(
            begun("Remove the dog"),
            new JournalEntry.InputAsked("Nobody gave this id. Which one is meant?"));

    Cli shown = show(run, "--json");

    assertThat(shown.json().required("status").asString()).isEqualTo("input");
    assertThat(shown.json().required("question").asString()).contains("Which one is meant?");
    assertThat(show(run).out())
        .contains("Waits for your answer: Nobody gave this id. Which one is meant?")
        .contains("corvid runs resume %s --input TEXT".formatted(run));
    assertThat(page(run).text()).contains("Which one is meant?");
  }

  @Test
  void aRunThatWaitsSaysHowToGoOn() throws Exception {
    ToolRequest rex = request("r.1", "{\"name\":\"Rex\"}");
    String run = journal(begun("Add Rex"), asked(rex), asked(rex));
    Document page = page(run);
    assertThat(first(page, "header .badge").text()).isEqualTo("approval");
    assertThat(section(page, "Waits for your word"))
        .endsWith("corvid runs resume %s --decide r.1=yes|no".formatted(run));
    assertThat(section(page, "Approvals")).containsSubsequence("out of date", "waits");
    String sent = journal(begun("Add Rex"), new JournalEntry.CallBegan(rex));
    assertThat(section(page(sent), "Waits for your word")).endsWith("r.1=done|repeat|skip");
    String settled =
        journal(
            begun("Add Rex"),
            new JournalEntry.CallBegan(rex),
            new JournalEntry.CallSettled("r.1", Settlement.DONE));
    assertThat(section(page(settled), "Approvals")).startsWith("Approvals done addPet");
    assertThat(titles(page(journal()))).isEmpty();
  }

  /// A run in which each text that can come from outside is hostile.
  private String hostile() {
    ToolRequest request =
        new ToolRequest(
            new ToolCall("r.1", HOSTILE, HOSTILE),
            Effect.WRITE,
            HOSTILE,
            HOSTILE,
            Map.of(HOSTILE_NAME, HOSTILE),
            HOSTILE,
            Optional.of(HOSTILE));
    Passage passage =
        new Passage(
            HOSTILE, HOSTILE, List.of(HOSTILE), OptionalInt.of(1), 0, HOSTILE.length(), HOSTILE, 1);
    return journal(
        new JournalEntry.Begun(
            Task.withTools(HOSTILE),
            ApprovalMode.ASK,
            HOSTILE,
            Map.of(HOSTILE_NAME, List.of(HOSTILE))),
        new JournalEntry.Recalled(List.of(HOSTILE)),
        new JournalEntry.Selected(
            List.of(new ToolSpec("t", HOSTILE, HOSTILE, Effect.WRITE, HOSTILE, List.of(HOSTILE)))),
        new JournalEntry.Scored(HOSTILE, new Score(List.of(-0.1), USAGE)),
        new JournalEntry.Wrote(
            HOSTILE,
            new Completion(
                HOSTILE,
                List.of(1, 2),
                Completion.StopReason.END,
                USAGE,
                Duration.ZERO,
                Duration.ZERO)),
        new JournalEntry.Planned(List.of(HOSTILE), true),
        new JournalEntry.Retrieved(Query.of(HOSTILE, 1), List.of(passage)),
        new JournalEntry.ApprovalAsked(request, request.digest(), HOSTILE, Instant.EPOCH),
        given(request, true),
        new JournalEntry.CallBegan(request),
        new JournalEntry.CallEnded("r.1", ToolResult.unknown(HOSTILE)),
        new JournalEntry.CallSettled("r.1", Settlement.SKIP),
        new JournalEntry.NotCalled(new ToolCall("r.2", HOSTILE, HOSTILE), true, HOSTILE),
        asked(request),
        new JournalEntry.Ended(
            RunStatus.DONE,
            HOSTILE,
            List.of(
                new Citation(
                    1, HOSTILE, OptionalInt.empty(), 0, HOSTILE.length(), HOSTILE, false))));
  }

  @Test
  void whatOthersWroteIsTextAndNothingElse() throws Exception {
    Document page = page(hostile());
    Set<String> known =
        Set.of(
            "#root html head meta title style body main header section article h1 h2 h3 p pre code"
                .concat(" span dl dt dd div ol li blockquote details summary time")
                .split(" "));
    assertThat(page.getAllElements().stream().map(Element::tagName).collect(Collectors.toSet()))
        .isSubsetOf(known);
    assertThat(
            page.getAllElements().stream()
                .flatMap(element -> element.attributes().asList().stream())
                .map(Attribute::getKey)
                .collect(Collectors.toSet()))
        .isSubsetOf("lang", "charset", "name", "content", "http-equiv", "class", "datetime");
    assertThat(page.select("style")).hasSize(1);
    assertThat(first(page, "style").data())
        .doesNotContain("url(", "@import", "</")
        .contains("prefers-color-scheme: dark");
    assertThat(first(page, "meta[http-equiv]").attr("content"))
        .startsWith("default-src 'none'; style-src 'unsafe-inline'");
    assertThat(first(page, "h1").wholeText())
        .isEqualTo(
            "</script></style></title></pre><img src=x onerror=alert(1)>\"'><script>alert(2)"
                + "</script><!-- ]]> &lt;b&gt; ␀␛[2J␍⟨U+0085⟩⟨U+009B⟩1m ⟨U+202E⟩evil⟨U+2066⟩"
                + " \uFFFD ⟨U+FEFF⟩⟨U+E0041⟩ javascript:alert(3) {{x}} ${x} %s");
    assertThat(Files.readString(home.resolve("run.html")).codePoints())
        .noneMatch(c -> c != '\n' && Character.getType(c) == Character.CONTROL);
  }

  @Test
  void controlCharactersOfARunDoNotReachTheTerminal() throws Exception {
    assertThat(show(hostile()).out())
        .contains("<script>alert(2)")
        .doesNotContain("\u001b", "\u009b", "\u0085", "\r", "\u0000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<", "&#60;", "\u2028", "🐦‍⬛", "שלום", "a\tb\nc"})
  void textStaysTheSame(String text) {
    assertThat(Jsoup.parseBodyFragment(Html.element("pre", Html.text(text)).markup()).wholeText())
        .isEqualTo(text);
  }

  @Test
  void anOlderPageIsReplacedAndNothingIsLeftBeside() throws Exception {
    String run = dogs();
    Path folder = Files.createDirectory(home.resolve("pages"));
    Path file = Files.writeString(folder.resolve("run.html"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.html"), file);
    assertThat(show(run, "--html", link).err()).contains("Wrote " + file.toRealPath());
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(Files.readString(file)).startsWith("<!doctype html>");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file, link);
    }
  }

  @Test
  void onlyAFileIsWritten() throws Exception {
    String run = dogs();
    assertRefused(show(run, "--json", "--html", "-"), "'-' is none");
    assertRefused(show(run, "--json", "--html", home), "is a folder");
    assertRefused(show(run, "--json", "--html", home.resolve("no/run.html")), "not there");
    Path device = Path.of("/dev/null");
    if (Files.exists(device)) {
      assertRefused(show(run, "--json", "--html", device), "no regular file");
      assertThat(Files.isRegularFile(device, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }
    Path page = home.resolve("other.html");
    Cli unknown = show("20260101-000000-abcdef", "--json", "--html", page);
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(page).doesNotExist();
  }

  private static void assertRefused(Cli run, String message) {
    JsonNode error = run.json().required("error");
    assertThat(error.required("code").asString()).isEqualTo("usage");
    assertThat(error.required("message").asString()).startsWith("--html").contains(message);
    assertThat(error.required("remedy").asString()).isNotBlank();
    assertThat(run.exitCode()).isEqualTo(2);
  }
}
