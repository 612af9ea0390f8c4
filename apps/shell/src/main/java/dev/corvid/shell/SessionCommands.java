package dev.corvid.shell;

import dev.corvid.agent.Citation;
import dev.corvid.agent.Exchange;
import dev.corvid.command.Argument;
import dev.corvid.command.Command;
import dev.corvid.command.ModelChoice;
import dev.corvid.command.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The commands that only a session has.
final class SessionCommands {
  private static final Argument PATH = Argument.required("PATH", "a folder or file of documents");
  private static final Argument SPEC =
      Argument.required("FILE|URL", "an OpenAPI document, or the name of a configured API");

  private final Session session;

  private SessionCommands(Session session) {
    this.session = session;
  }

  static List<Command> of(Session session) {
    SessionCommands commands = new SessionCommands(session);
    return List.of(
        new SessionCommand(
            "docs add", "Answer from these documents too", List.of(PATH), commands::addDocs),
        new SessionCommand(
            "docs remove", "Answer from these no more", List.of(PATH), commands::removeDocs),
        new SessionCommand("docs list", "Show what is answered from", commands::listDocs),
        new SessionCommand("spec add", "Use the tools of an API", List.of(SPEC), commands::addSpec),
        new SessionCommand(
            "spec remove", "Use the tools of an API no more", List.of(SPEC), commands::removeSpec),
        new SessionCommand("spec list", "Show which APIs are used", commands::listSpecs),
        new SessionCommand(
            "model use",
            "Use another model",
            List.of(Argument.required("NAME", "a name of the catalogue, a file or a server's URL")),
            commands::useModel),
        new SessionCommand(
            "strategy use",
            "Work in another way",
            List.of(Argument.required("NAME", "how the work is done: react")),
            commands::useStrategy),
        new SessionCommand(
            "open",
            "Show a source of the last answer",
            List.of(Argument.required("N", "its number")),
            commands::open),
        new SessionCommand("pin", "Keep the last answer in mind", commands::pin),
        new SessionCommand("new", "Begin another conversation", commands::renew),
        new SessionCommand("clear", "Clear the screen", commands::clear),
        // The loop ends before this runs: it is here for help and completion.
        new SessionCommand("exit", "Leave; so does Ctrl-D", words -> ""));
  }

  private static String absolute(String place) {
    return ModelChoice.isUrl(place)
        ? place
        : Path.of(place).toAbsolutePath().normalize().toString();
  }

  private String addDocs(List<String> words) {
    RunSetup setup = session.setup();
    session.use(setup.withDocs(RunSetup.and(setup.docs(), absolute(words.getFirst()))));
    return "Answers come from %s too.".formatted(words.getFirst());
  }

  private String removeDocs(List<String> words) {
    RunSetup setup = session.setup();
    session.use(setup.withDocs(without(setup.docs(), words.getFirst(), "docs list")));
    return "Answers come from %s no more.".formatted(words.getFirst());
  }

  private String listDocs(List<String> words) {
    return lines(session.setup().docs(), "No documents. Add some: docs add PATH.");
  }

  private String addSpec(List<String> words) {
    RunSetup setup = session.setup();
    String place =
        session.isNamedApi(words.getFirst()) ? words.getFirst() : absolute(words.getFirst());
    session.use(setup.withSpecs(RunSetup.and(setup.specs(), place)));
    return session.status();
  }

  private String removeSpec(List<String> words) {
    RunSetup setup = session.setup();
    session.use(setup.withSpecs(without(setup.specs(), words.getFirst(), "spec list")));
    return session.status();
  }

  private String listSpecs(List<String> words) {
    return lines(session.setup().specs(), "No APIs. Add one: spec add FILE|URL.");
  }

  private static String lines(List<String> places, String otherwise) {
    return places.isEmpty() ? otherwise : String.join("\n", places);
  }

  private static List<String> without(List<String> places, String place, String list) {
    String whole = absolute(place);
    List<String> left =
        places.stream().filter(one -> !one.equals(whole) && !one.equals(place)).toList();
    if (left.size() == places.size()) {
      throw new UsageException(
          "'%s' is none of them.".formatted(place), "See '%s'.".formatted(list));
    }
    return left;
  }

  private String useModel(List<String> words) {
    session.use(session.setup().withModel(session.model(words.getFirst())));
    return session.status();
  }

  private String useStrategy(List<String> words) {
    RunCommand.requireStrategy(words.getFirst());
    return "Works with " + words.getFirst() + ".";
  }

  private String open(List<String> words) {
    String number = words.getFirst();
    Optional<Citation> source =
        session.sources().stream()
            .filter(citation -> String.valueOf(citation.number()).equals(number))
            .findFirst();
    return source
        .map(session::shown)
        .orElseThrow(
            () ->
                new UsageException(
                    "The last answer has no source %s.".formatted(number),
                    session.sources().isEmpty()
                        ? "Ask something first."
                        : "It has 1 to %d.".formatted(session.sources().size())));
  }

  private String pin(List<String> words) {
    return session
        .pin()
        .map(Exchange::request)
        .map(request -> "Kept in mind: " + Texts.oneLine(request, 80))
        .orElseThrow(() -> new UsageException("Nothing was said yet.", "Ask something first."));
  }

  private String renew(List<String> words) {
    session.renew();
    return "A new conversation.";
  }

  private String clear(List<String> words) {
    session.console().clear();
    return "";
  }
}
