package dev.corvid.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/// Whether folders of documents are named, as a list in YAML or as one line.
final class OnDocumentFolders extends SpringBootCondition {
  private static final String KEY = "corvid.documents.folders";

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    boolean named =
        Binder.get(context.getEnvironment())
            .bind(KEY, Bindable.listOf(String.class))
            .map(folders -> !folders.isEmpty())
            .orElse(false);
    return new ConditionOutcome(named, KEY + (named ? " is set" : " is not set"));
  }
}
