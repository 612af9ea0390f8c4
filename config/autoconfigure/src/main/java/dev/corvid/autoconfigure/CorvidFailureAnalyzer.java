package dev.corvid.autoconfigure;

import dev.corvid.agent.CorvidException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says why an application does not start in the words of the failure itself, with its remedy.
final class CorvidFailureAnalyzer extends AbstractFailureAnalyzer<CorvidException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, CorvidException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.remedy(), cause);
  }
}
