package dev.corvid.sample;

import dev.corvid.agent.Agent;
import dev.corvid.agent.BusyException;
import dev.corvid.agent.Citation;
import dev.corvid.agent.CorvidException;
import dev.corvid.agent.Outcome;
import dev.corvid.agent.RunReport;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// The agent over HTTP.
@RestController
class AgentController {
  private final Agent agent;

  AgentController(Agent agent) {
    this.agent = agent;
  }

  record Question(String text) {}

  record Answer(String status, String answer, List<String> quotes) {}

  /// Answers from the handbook.
  @PostMapping("/ask")
  Answer ask(@RequestBody Question question) {
    Outcome outcome = agent.ask(question.text());
    return new Answer(
        outcome.status().name(),
        outcome.answer(),
        outcome.citations().stream().map(Citation::quote).toList());
  }

  /// Works on a task; one that waits for an approval says so, with the request.
  @PostMapping("/run")
  RunReport run(@RequestBody Question task) {
    return agent.run(task.text());
  }

  @ExceptionHandler
  ResponseEntity<Map<String, String>> failed(CorvidException failure) {
    HttpStatus status =
        failure instanceof BusyException
            ? HttpStatus.SERVICE_UNAVAILABLE
            : switch (failure.kind()) {
              case INPUT -> HttpStatus.BAD_REQUEST;
              case FAILED -> HttpStatus.INTERNAL_SERVER_ERROR;
              case BUDGET, WAITING -> HttpStatus.CONFLICT;
            };
    return ResponseEntity.status(status)
        .body(
            Map.of(
                "code", failure.code(),
                "message", String.valueOf(failure.getMessage()),
                "remedy", failure.remedy()));
  }
}
