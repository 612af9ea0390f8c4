package dev.corvid.command;

import dev.corvid.agent.CorvidException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A set of commands run from the command line: parses, runs, prints, and turns every failure into
/// a message with a remedy and an exit code.
///
/// @param about what the program is, for its help
/// @param commands in the order the help lists them
/// @param others what the help says of other programs behind the same launcher: word and summary
/// @param otherwise the command that is meant where none is named, or nothing
public record Program(
    String about, List<Command> commands, Map<String, String> others, String otherwise) {
  private static final int INTERRUPTED = 130;
  private static final int CLOSING_SECONDS = 1;

  /// The command that tells about the others.
  public static final String HELP = "help";

  public Program {
    commands = List.copyOf(commands);
    others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
  }

  public Program(String about, List<Command> commands) {
    this(about, commands, Map.of(), "");
  }

  public Program(String about, List<Command> commands, Map<String, String> others) {
    this(about, commands, others, "");
  }

  /// The same program, which runs a command where none is named.
  public Program beginningWith(String command) {
    return new Program(about, commands, others, command);
  }

  /// Run the command line of this process and end the process. Ctrl-C interrupts the command, which
  /// gets a moment to close what it has open.
  public void main(String... line) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread command = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(command, ended)));
    int exitCode = run(List.of(line), utf8(FileDescriptor.out), utf8(FileDescriptor.err));
    ended.countDown();
    System.exit(exitCode);
  }

  private static void interrupt(Thread command, CountDownLatch ended) {
    if (ended.getCount() > 0) {
      command.interrupt();
      try {
        boolean unused = ended.await(CLOSING_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Run one command line; returns the exit code.
  public int run(List<String> line, PrintStream out, PrintStream err) {
    Console console = new Console(out, err, Terminal.mode(line));
    Logs.configure(console.mode().verbose());
    return run(line, console, Held.NOTHING);
  }

  /// Run one line of a session; returns the exit code.
  ///
  /// @param held what the session keeps open
  public int run(List<String> line, Console console, Held held) {
    return run(console, () -> dispatch(line, console, held));
  }

  /// Do something for a session, and say what went wrong as for a command; returns the exit code.
  public int run(Console console, Supplier<Result> work) {
    try {
      Result result = work.get();
      console.result(result);
      return result.exitCode();
    } catch (CorvidException e) {
      return fail(console, e, e.code(), e.remedy(), ExitCode.of(e.kind()));
    } catch (CancellationException e) {
      console.error("interrupted", "Interrupted.", "");
      return INTERRUPTED;
    } catch (UncheckedIOException e) {
      return fail(console, e, "io", "Check the disk, the path and its rights.", ExitCode.FAILED);
    } catch (OutOfMemoryError e) {
      return fail(console, e, "memory", memoryRemedy(), ExitCode.FAILED);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      return fail(
          console, e, "internal", "A defect: please report the output of -v.", ExitCode.FAILED);
    }
  }

  /// The name of the command that a line is as a whole.
  ///
  /// @throws UsageException if it is none
  public String requireCommand(List<String> line) {
    Arguments.Parsed parsed = Arguments.parse(commands, line);
    if (parsed.command().isPresent()) {
      Command command = parsed.command().get();
      if (!parsed.invocation().isSet(GlobalOptions.HELP)) {
        Arguments.checkCount(command, parsed.invocation().arguments());
      }
      return command.name();
    }
    List<String> words = parsed.words();
    if (!words.isEmpty() && words.getFirst().equals(HELP)) {
      String about = String.join(" ", words.subList(1, words.size()));
      if (about.isEmpty() || isName(about)) {
        return HELP;
      }
    }
    throw unknown(String.join(" ", words));
  }

  /// Whether a command's name is this, or begins with this word.
  public boolean isName(String words) {
    return commands.stream()
        .anyMatch(c -> c.name().equals(words) || c.name().startsWith(words + " "));
  }

  private Result dispatch(List<String> typed, Console console, Held held) {
    List<String> line = withCommand(typed);
    Arguments.Parsed parsed = Arguments.parse(commands, withoutVersion(line));
    Invocation invocation = parsed.invocation().with(held);
    if (line.equals(List.of("--version")) || parsed.words().equals(List.of("version"))) {
      return new Result(Json.object("version", version()), "corvid " + version());
    }
    if (parsed.command().isEmpty()) {
      return withoutCommand(parsed, invocation);
    }
    Command command = parsed.command().get();
    if (invocation.isSet(GlobalOptions.HELP)) {
      return Help.of(command);
    }
    Arguments.checkCount(command, invocation.arguments());
    return command.run(invocation, console);
  }

  /// A line of options only is one for the command that need not be named.
  private List<String> withCommand(List<String> line) {
    if (otherwise.isEmpty() || line.contains("--help") || line.contains("-h")) {
      return line;
    }
    List<String> whole = new ArrayList<>(line);
    whole.addFirst(otherwise);
    try {
      return requireCommand(whole).equals(otherwise) ? whole : line;
    } catch (UsageException e) {
      return line;
    }
  }

  private static List<String> withoutVersion(List<String> line) {
    return line.stream().map(word -> word.equals("--version") ? "version" : word).toList();
  }

  private Result withoutCommand(Arguments.Parsed parsed, Invocation invocation) {
    List<String> words = new ArrayList<>(parsed.words());
    boolean asked = invocation.isSet(GlobalOptions.HELP);
    if (!words.isEmpty() && words.getFirst().equals(HELP)) {
      asked = true;
      words.removeFirst();
    }
    if (words.isEmpty()) {
      if (asked) {
        return Help.of(this);
      }
      throw new UsageException("A command is missing.", "See 'corvid help'.");
    }
    return helpOn(String.join(" ", words), asked);
  }

  private Result helpOn(String words, boolean asked) {
    List<Command> matching =
        commands.stream()
            .filter(c -> c.name().equals(words) || c.name().startsWith(words + " "))
            .toList();
    if (asked && matching.size() == 1) {
      return Help.of(matching.getFirst());
    }
    if (asked && !matching.isEmpty()) {
      return Help.of(new Program(about, matching));
    }
    if (!matching.isEmpty()) {
      throw new UsageException(
          "'%s' needs one more word: %s."
              .formatted(words, String.join(", ", matching.stream().map(Command::name).toList())),
          "See 'corvid help " + words + "'.");
    }
    throw unknown(words);
  }

  private UsageException unknown(String words) {
    String first = words.split(" ", 2)[0];
    List<String> names =
        commands.stream()
            .flatMap(c -> List.of(c.name(), c.name().split(" ", 2)[0]).stream())
            .distinct()
            .toList();
    Optional<String> near = Nearest.of(words, names).or(() -> Nearest.of(first, names));
    return new UsageException(
        "Unknown command '" + words + "'.",
        near.map(n -> "Did you mean '" + n + "'? ").orElse("") + "See 'corvid help'.");
  }

  private static int fail(
      Console console, Throwable failure, String code, String remedy, int exitCode) {
    console.error(code, message(failure), remedy);
    console.trace(failure);
    return exitCode;
  }

  private static String message(Throwable failure) {
    String name = failure.getClass().getSimpleName();
    String message = failure.getMessage();
    if (message == null) {
      return name;
    }
    return failure instanceof CorvidException ? message : name + ": " + message;
  }

  private static String memoryRemedy() {
    return "The heap of %s is full: set CORVID_JAVA_OPTS=-Xmx4g or give it fewer documents."
        .formatted(Console.bytes(Runtime.getRuntime().maxMemory()));
  }

  /// The version the build wrote.
  static String version() {
    Properties properties = new Properties();
    try (InputStream in = Program.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "unknown");
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
