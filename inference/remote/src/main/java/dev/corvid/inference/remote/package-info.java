/// Language models behind OpenAI-compatible servers: vLLM, llama.cpp, Ollama, LM Studio, OpenAI.
/// Start with [RemoteLanguageModel], [RemoteSettings] and [RemoteException].
///
/// ```java
/// var settings = RemoteSettings.of(URI.create("http://localhost:8080/v1")).withModel("qwen3-8b");
/// try (var model = RemoteLanguageModel.open(settings)) {
///   Prompt prompt = Prompt.chat(Message.user("Name a bird."));
///   model.generate(prompt, GenerationOptions.greedy(32), GenerationListener.SILENT).text();
/// }
/// ```
///
/// What a server cannot do (a schema, log-probabilities, counting tokens) is replaced by something
/// weaker, and a warning says so once.
@NullMarked
package dev.corvid.inference.remote;

import org.jspecify.annotations.NullMarked;
