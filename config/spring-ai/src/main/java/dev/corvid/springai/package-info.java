/// Corvid's parts where Spring AI's are wanted, and Spring AI's where Corvid's are.
///
/// Start with [CorvidChatModel], which puts a model of this process behind Spring AI's
/// `ChatClient`, and with [SpringAiLanguageModel], which lets Corvid's agents use any chat model of
/// Spring AI.
///
/// ```java
/// var chat = ChatClient.create(CorvidChatModel.of(localModel));
/// record Bird(String name, int eggs) {}
/// Bird raven = chat.prompt("Name a bird.").call()
///     .entity(Bird.class, spec -> spec.useProviderStructuredOutput());
/// ```
@NullMarked
package dev.corvid.springai;

import org.jspecify.annotations.NullMarked;
