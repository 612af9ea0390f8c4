package dev.corvid.sample;

import dev.corvid.agent.Agent;
import dev.corvid.agent.BusyException;
import dev.corvid.agent.Citation;
import dev.corvid.agent.CorvidException;
import dev.corvid.agent.Outcome;
import dev.corvid.agent.RunReport;
import dev.corvid.agent.Task;
import dev.corvid.agent.spi.AgentListener;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// The agent over HTTP.
@RestController
class AgentController {
  /// Seconds after which a place in the queue is likely to be free.
  private static final String RETRY_AFTER = "5";

  private final Agent agent;
  private final Streams streams;

  AgentController(Agent agent, Streams streams) {
    this.agent = agent;
    this.streams = streams;
  }

  /// @param conversation an id of the client's choice, where what was said before counts
  record Question(String text, @Nullable String conversation) {
    Task asTask(Task task, @Nullable Principal principal) {
      Task told = conversation == null ? task : task.inConversation(conversation);
      return principal == null ? told : told.by(principal.getName());
    }
  }

  record Answer(String status, String answer, List<String> quotes) {}

  /// Answers from the handbook.
  @PostMapping("/ask")
  Answer ask(@RequestBody Question question, @Nullable Principal principal) {
    Outcome outcome =
        agent.ask(question.asTask(Task.question(question.text()), principal), AgentListener.SILENT);
    return new Answer(
        outcome.status().name(),
        outcome.answer(),
        outcome.citations().stream().map(Citation::quote).toList());
  }

  /// Works on a task; one that waits for an approval says so, with the request.
  @PostMapping("/run")
  RunReport run(@RequestBody Question task, @Nullable Principal principal) {
    return agent.run(task.asTask(Task.withTools(task.text()), principal), AgentListener.SILENT);
  }

  /// Like `/ask`, with everything that happens on the way as server-sent events: the answer comes
  /// in pieces (`TextWritten`), and the last event is `Done` with the outcome. A client that leaves
  /// ends its run.
  @PostMapping(path = "/ask/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter askAndTell(@RequestBody Question question, @Nullable Principal principal) {
    Task task = question.asTask(Task.question(question.text()), principal);
    return streams.open((agent, listener) -> agent.ask(task, listener));
  }

  /// Like `/run`, with its plan and its calls as server-sent events.
  @PostMapping(path = "/run/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter runAndTell(@RequestBody Question question, @Nullable Principal principal) {
    Task task = question.asTask(Task.withTools(question.text()), principal);
    return streams.open((agent, listener) -> agent.run(task, listener));
  }

  @ExceptionHandler
  ResponseEntity<Problem> failed(CorvidException failure) {
    boolean isBusy = failure instanceof BusyException;
    HttpStatus status =
        isBusy
            ? HttpStatus.SERVICE_UNAVAILABLE
            : switch (failure.kind()) {
              case INPUT -> HttpStatus.BAD_REQUEST;
              case FAILED -> HttpStatus.INTERNAL_SERVER_ERROR;
              case BUDGET, WAITING -> HttpStatus.CONFLICT;
            };
    ResponseEntity.BodyBuilder response =
        // Also where the client asked for events.
        ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON);
    if (isBusy) {
      response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
    }
    return response.body(Problem.of(failure));
  }
}
